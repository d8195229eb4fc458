import { duringAccess } from './calls.js';
import type { H5 } from './h5.js';

/** Parts of Emscripten's file system in memory that its types don't declare. */
interface MemoryNode {
  node_ops: Record<string, unknown>;
  stream_ops: Record<string, unknown>;
}

interface MemoryFiles {
  createFile(
    parent: string,
    name: string,
    properties: object,
    canRead: boolean,
    canWrite: boolean,
  ): MemoryNode;
  ErrnoError: new (errno: number) => Error;
}

type Access = (
  stream: unknown,
  block: Uint8Array,
  offset: number,
  length: number,
  position: number,
) => number;

/** The numbers that Emscripten gives errors of input and output, and of a full disk. */
const [ioError, noSpace] = [29, 51];

/** Passes errors of the disk on as the system would, so that HDF5 can close the file. */
function guarded<T>({ ErrnoError }: MemoryFiles, onError: (error: Error) => void, work: () => T): T {
  try {
    return work();
  } catch (error) {
    onError(error as Error);
    throw new ErrnoError((error as NodeJS.ErrnoException).code === 'ENOSPC' ? noSpace : ioError);
  }
}

/** How to mount a file. */
export interface Mounting {
  /** Whether HDF5 may change it. Default false. */
  writable?: boolean;
  /** Folder of that file system to put it into. Default '/'. */
  folder?: string;
  /** Hears errors of the disk, of which HDF5 only knows that there was one. */
  onError?: (error: Error) => void;
}

/**
 * Puts a file of the disk into h5wasm's file system in memory. Its parts are read and written when HDF5 asks for them, so that it need
 * not fit into memory.
 *
 * @returns A function that takes it away again.
 */
export function mountFile(
  { Module }: H5,
  name: string,
  path: string,
  { writable = false, folder = '/', onError = () => undefined }: Mounting = {},
): () => void {
  const fs = globalThis.process.getBuiltinModule('node:fs');
  const file = fs.openSync(path, writable ? 'r+' : 'r');
  let { size } = fs.fstatSync(file);
  const files = Module.FS as unknown as MemoryFiles;
  const node = files.createFile(folder, name, {}, true, writable);
  Object.defineProperty(node, 'usedBytes', { get: () => size });
  const read: Access = (_, to, offset, length, position) =>
    duringAccess(() => fs.readSync(file, to, offset, length, position));
  const write: Access = (_, from, offset, length, position) =>
    guarded(files, onError, () => {
      for (let at = 0; at < length; ) {
        at += fs.writeSync(file, from, offset + at, length - at, position + at);
        size = Math.max(size, position + at);
      }
      return length;
    });
  const resize = (_: unknown, { size: to }: { size?: number }) =>
    guarded(files, onError, () => {
      if (to === undefined) return;
      fs.ftruncateSync(file, to);
      size = to;
    });
  node.stream_ops = { ...node.stream_ops, read, ...(writable ? { write } : {}) };
  if (writable) node.node_ops = { ...node.node_ops, setattr: resize };
  return () => {
    Module.FS.unlink(`${folder}/${name}`);
    fs.closeSync(file);
  };
}
