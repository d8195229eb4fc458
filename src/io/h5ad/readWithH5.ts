import type { Group } from 'h5wasm';
import { badType, badValue } from '../../check/errors.js';
import { inNode } from '../../platform/inNode.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import { type H5, memoryH5, nodeH5, reasonOf, throwing } from '../hdf5/h5.js';
import { userBlock } from '../hdf5/signature.js';

const headLength = 4096 + 8;

function checkSignature(head: Uint8Array, name: string): void {
  if (userBlock((at, length) => head.subarray(at, at + length)) !== undefined) return;
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
    throw new Error(message, { cause });
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
