import type { Dataset, Group } from 'h5wasm';
import { failure } from '../../check/errors.js';
import { addressOf, type Writer } from './h5.js';
import type { OpenBytes } from './openBytes.js';

/**
 * HDF5 has no booleans. h5py, and therefore anndata, writes an enumeration FALSE / TRUE over one byte, which h5wasm can
 * read but not write. The writer therefore writes a record of one byte under a recognisable name and changes its type to
 * the enumeration in the finished file. Both types are described in an object header of version 1, which has no checksum.
 */
const placeholder = '\u0001zbio boolean\u0001';

/** Start of the record's type: version 1, class 6 (compound), one member, one byte in total. The name follows. */
const placeholderHead = Uint8Array.of(0x16, 1, 0, 0, 1, 0, 0, 0);
/** Length of the head, the name (padded to a multiple of eight bytes), the member's offset and dimensions, and its type. */
const placeholderLength = 8 + 16 + 32 + 12;
/** Where the type stands: in the first bytes of the object header. */
const headerLength = 512;

/** Version 1, class 8 (enumeration), two members; base type int8; names padded to eight bytes; values 0 and 1. */
const enumeration = Uint8Array.of(
  ...[0x18, 2, 0, 0, 1, 0, 0, 0],
  ...[0x10, 8, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0],
  ...new TextEncoder().encode('FALSE\0\0\0TRUE\0\0\0\0'),
  ...[0, 1],
);

/** Writes a dataset that {@link finishBooleans} turns into booleans. */
export function createBooleans(
  { h5, booleans }: Writer,
  parent: Group,
  name: string,
  values: readonly boolean[],
  shape: readonly number[],
): Dataset {
  const data = new Map([[placeholder, Int8Array.from(values, Number)]]);
  const dataset = parent.create_dataset({ name, data, shape: [...shape], dtype: [[placeholder, '<b']] });
  booleans.push(addressOf(h5, dataset));
  return dataset;
}

function typeIn(header: Uint8Array): number {
  const sought = [...placeholderHead, ...new TextEncoder().encode(placeholder)];
  return header.findIndex((_, at) => sought.every((byte, i) => header[at + i] === byte));
}

/**
 * Turns the placeholders at these addresses of a closed file into booleans, in place.
 *
 * @throws Error if h5wasm has described a placeholder in an unknown way.
 */
export function finishBooleans(bytes: OpenBytes, addresses: readonly number[]): void {
  for (const address of addresses) {
    const at = typeIn(bytes.read(address, headerLength));
    if (at < 0) {
      const fix = 'Install h5wasm 0.10.3, or write booleans as numbers';
      const message = `writeH5ad: this version of h5wasm describes types in an unknown way. ${fix}.`;
      throw failure('ZBIO_NO_PEER', message);
    }
    const type = new Uint8Array(placeholderLength);
    type.set(enumeration);
    bytes.write(address + at, type);
  }
}
