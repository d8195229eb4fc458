import { failure } from '../../check/errors.js';
import { lookup3 } from './lookup3.js';
import type { OpenBytes } from './openBytes.js';

/** Bytes of a superblock of version 2 or 3 before its checksum. */
const checked = 44;
const longest = 100;

/** Versions 0 and 1: the root is an entry of a symbol table, which may also hold a copy of what its header says. */
function setEntry(block: DataView, at: number, address: bigint): void {
  const header = at + 8;
  block.setBigUint64(header, address, true);
  for (let i = header + 8; i < header + 32; i++) block.setUint8(i, 0);
}

function setAddress(block: DataView, address: bigint): void {
  block.setBigUint64(36, address, true);
  block.setUint32(checked, lookup3(new Uint8Array(block.buffer, 0, checked)), true);
}

/**
 * Makes another group the root of a closed file. This is how elements are removed: HDF5 can remove them from a group, but h5wasm
 * can't, so the new root is a group that links to all other elements. Elements without a link no longer belong to the file, but
 * still take up space in it.
 *
 * @param address - Where the group starts.
 */
export function setRoot(bytes: OpenBytes, address: number): void {
  const superblock = bytes.read(0, longest).slice();
  const block = new DataView(superblock.buffer);
  const version = superblock[8]!;
  const sizeOfAddress = superblock[version < 2 ? 13 : 9];
  if (version > 3 || sizeOfAddress !== 8) {
    const found = `version ${version} with addresses of ${sizeOfAddress} bytes`;
    throw failure('ZBIO_BAD_FILE', `writeH5ad: elements of this HDF5 file can't be replaced (${found}).`);
  }
  if (version < 2) setEntry(block, version === 0 ? 56 : 60, BigInt(address));
  else setAddress(block, BigInt(address));
  bytes.write(0, superblock);
}
