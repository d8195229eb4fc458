import type { Group } from 'h5wasm';
import { badType, badValue, failure } from '../../check/errors.js';
import { inNode } from '../../platform/inNode.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import { type H5, memoryH5, nodeH5, reasonOf, throwing } from './h5.js';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** HDF5 allows a user block before the file proper, of 512 bytes or 512 times a power of two. */
const signatureOffsets = [0, 512, 1024, 2048, 4096];
const headLength = 4096 + signature.length;

function checkSignature(head: Uint8Array, name: string): void {
  if (signatureOffsets.some((offset) => signature.every((byte, i) => head[offset + i] === byte))) return;
  const argument = 'readH5ad: source';
  const received = head.length ? `${name}, which isn't one` : `${name}, which is empty`;
  throw badValue({ argument, expected: 'an HDF5 file (.h5ad)', received });
}

async function headOf(path: string): Promise<Uint8Array> {
  const { open } = nodeFiles();
  const file = await open(path).catch((error: Error) => {
    const received = `'${path}' (${error.message})`;
    throw badValue({ argument: 'readH5ad: source', expected: 'a file that can be read', received });
  });
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headLength), 0, headLength, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    const received = `'${path}' (${(error as Error).message})`;
    throw badValue({ argument: 'readH5ad: source', expected: 'a file that can be read', received });
  } finally {
    await file.close();
  }
}

function openFile(h5: H5, path: string): InstanceType<H5['File']> {
  try {
    return new h5.File(path, 'r');
  } catch (cause) {
    const message = `readH5ad: the file is damaged or incomplete (${reasonOf(cause)}). Copy or download it again.`;
    throw failure('ZBIO_BAD_FILE', message, { cause });
  }
}

function readFrom<T>(h5: H5, path: string, read: (h5: H5, root: Group) => T): T {
  return throwing(h5, () => {
    const file = openFile(h5, path);
    try {
      return read(h5, file);
    } finally {
      file.close();
    }
  });
}

let files = 0;

async function readBytes<T>(bytes: Uint8Array, read: (h5: H5, root: Group) => T): Promise<T> {
  checkSignature(bytes.subarray(0, headLength), `${bytes.length} bytes`);
  const h5 = await memoryH5('readH5ad');
  const path = `/zbio-read-${files++}.h5ad`;
  h5.Module.FS.writeFile(path, bytes);
  try {
    return readFrom(h5, path, read);
  } finally {
    h5.Module.FS.unlink(path);
  }
}

/**
 * Opens an HDF5 file, passes its root to `read`, and closes it.
 *
 * @param source - A path (Node), or the bytes of the file.
 * @throws TypeError if the source is neither; RangeError if it can't be read or isn't HDF5; Error if it is damaged.
 */
export async function readWithH5<T>(
  source: string | Uint8Array | ArrayBuffer,
  read: (h5: H5, root: Group) => T,
): Promise<T> {
  const expected = inNode() ? 'a path, a Uint8Array or an ArrayBuffer' : 'a Uint8Array or an ArrayBuffer';
  if (source instanceof Uint8Array) return readBytes(source, read);
  if (source instanceof ArrayBuffer) return readBytes(new Uint8Array(source), read);
  if (typeof source !== 'string' || !inNode()) {
    const next = 'Read the file first: new Uint8Array(await file.arrayBuffer()).';
    throw badType({ argument: 'readH5ad: source', expected, received: typeof source, next });
  }
  checkSignature(await headOf(source), `'${source}'`);
  return readFrom(await nodeH5('readH5ad'), source, read);
}
