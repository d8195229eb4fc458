import type { H5 } from './h5.js';

/** Parts of Emscripten's file system in memory that its types don't declare. */
interface MemoryNode {
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
}

type Read = (stream: unknown, to: Uint8Array, offset: number, length: number, position: number) => number;

/**
 * Puts a file of the disk into h5wasm's file system in memory, for reading. Its parts are read when HDF5 asks for them, so that it
 * need not fit into memory. HDF5 sees this file alone: links, virtual datasets and external storage can't lead to others.
 *
 * @returns A function that takes it away again.
 */
export function mountFile({ Module }: H5, name: string, path: string): () => void {
  const fs = globalThis.process.getBuiltinModule('node:fs');
  const file = fs.openSync(path, 'r');
  const { size } = fs.fstatSync(file);
  const node = (Module.FS as unknown as MemoryFiles).createFile('/', name, {}, true, false);
  Object.defineProperty(node, 'usedBytes', { get: () => size });
  const read: Read = (_, to, offset, length, position) => fs.readSync(file, to, offset, length, position);
  node.stream_ops = { ...node.stream_ops, read };
  return () => {
    Module.FS.unlink(`/${name}`);
    fs.closeSync(file);
  };
}
