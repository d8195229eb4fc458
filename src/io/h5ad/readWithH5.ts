import type { Group } from 'h5wasm';
import { badType, badValue, failure } from '../../check/errors.js';
import { inNode } from '../../platform/inNode.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import { type H5, memoryH5, reasonOf, throwing } from '../hdf5/h5.js';
import { loadFilters } from '../hdf5/loadFilters.js';
import { MissingFilter } from '../hdf5/missingFilter.js';
import { mountFile } from '../hdf5/mountFile.js';
import { userBlock } from '../hdf5/signature.js';

const headLength = 4096 + 8;

/** A file to read: its head, its size, and how to put it into h5wasm's file system and take it away again. */
interface Source {
  head: Uint8Array;
  name: string;
  size: number;
  mount(h5: H5, name: string): () => void;
}

function checkSignature({ head, name }: Source): void {
  if (userBlock((at, length) => head.subarray(at, at + length)) !== undefined) return;
  const argument = 'readH5ad: source';
  const received = head.length ? `${name}, which isn't one` : `${name}, which is empty`;
  throw badValue({ argument, expected: 'an HDF5 file (.h5ad)', received });
}

function noFile(path: string, error: unknown): Error {
  const received = `'${path}' (${(error as Error).message})`;
  return badValue({ argument: 'readH5ad: source', expected: 'a file that can be read', received });
}

async function pathSource(path: string): Promise<Source> {
  const { open } = nodeFiles();
  const file = await open(path).catch((error: Error) => {
    throw noFile(path, error);
  });
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(new Uint8Array(headLength), 0, headLength, 0);
    const mount = (h5: H5, name: string) => mountFile(h5, name, path);
    return { head: buffer.subarray(0, bytesRead), name: `'${path}'`, size, mount };
  } catch (error) {
    throw noFile(path, error);
  } finally {
    await file.close();
  }
}

function bytesSource(bytes: Uint8Array): Source {
  const mount = ({ Module }: H5, name: string) => {
    Module.FS.writeFile(`/${name}`, bytes);
    return () => Module.FS.unlink(`/${name}`);
  };
  return {
    head: bytes.subarray(0, headLength),
    name: `a file of ${bytes.length} bytes`,
    size: bytes.length,
    mount,
  };
}

async function sourceOf(source: string | Uint8Array | ArrayBuffer): Promise<Source> {
  if (source instanceof Uint8Array) return bytesSource(source);
  if (source instanceof ArrayBuffer) return bytesSource(new Uint8Array(source));
  if (typeof source === 'string' && inNode()) return pathSource(source);
  const expected = inNode() ? 'a path, a Uint8Array or an ArrayBuffer' : 'a Uint8Array or an ArrayBuffer';
  const next = 'Read the file first: new Uint8Array(await file.arrayBuffer()).';
  throw badType({ argument: 'readH5ad: source', expected, received: typeof source, next });
}

function unopenable(name: string, cause: unknown): Error {
  const reason = reasonOf(cause);
  const marked = /h5clear|already open/i.test(String(cause));
  const message = marked
    ? `readH5ad: ${name} is marked as open for writing: a program is writing it, or ended before it closed it. ` +
      "If none is writing it, clear the mark with HDF5's tools: h5clear -s file.h5ad. " +
      "In Python: import h5py; h5py.File('file.h5ad', 'r+', locking=False).close()."
    : `readH5ad: ${name} is damaged or incomplete (${reason}). Copy or download it again.`;
  return failure('ZBIO_BAD_FILE', message, { cause });
}

/** Runs `read` and, if it lacks filters that can be loaded, runs it again with them. */
async function withFilters<T>(h5: H5, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof MissingFilter && (await loadFilters(h5, error.filters)))
      return withFilters(h5, read);
    throw error;
  }
}

let files = 0;

/**
 * Opens an HDF5 file, passes its root to `read`, and closes it.
 *
 * @param source - A path (Node), or the bytes of the file.
 * @throws TypeError if the source is neither; RangeError if it can't be read or isn't HDF5; Error if it is damaged.
 */
export async function withH5File<T>(
  source: string | Uint8Array | ArrayBuffer,
  read: (h5: H5, root: Group, size: number) => T | Promise<T>,
): Promise<T> {
  const from = await sourceOf(source);
  checkSignature(from);
  const h5 = await memoryH5('readH5ad');
  const name = `zbio-read-${files++}.h5ad`;
  const unmount = from.mount(h5, name);
  let opened: InstanceType<H5['File']>;
  try {
    opened = throwing(h5, () => new h5.File(`/${name}`, 'r'));
  } catch (cause) {
    unmount();
    throw unopenable(from.name, cause);
  }
  try {
    return await withFilters(h5, async () => read(h5, opened, from.size));
  } finally {
    opened.close();
    unmount();
  }
}

/** As {@link withH5File}, for a function that reads everything at once, with HDF5's errors thrown. */
export function readWithH5<T>(
  source: string | Uint8Array | ArrayBuffer,
  read: (h5: H5, root: Group) => T,
): Promise<T> {
  return withH5File(source, (h5, root) => throwing(h5, () => read(h5, root)));
}
