import { entryWithin, type HostEntry, isHdf5, openEntry } from './hostFile.js';

/** The parts of Emscripten's file system in memory that are used here; its types don't declare them. */
interface FolderNode {
  entry: HostEntry;
  node_ops: Operations;
  stream_ops: object;
}

interface Operations {
  mknod(parent: FolderNode | null, name: string, mode: number, device: number): FolderNode;
  lookup(parent: FolderNode, name: string): FolderNode;
}

interface Stream {
  node: FolderNode;
  /** The open file of the disk. */
  file: number;
}

/** See {@link FolderNode}. */
export interface MemoryDisk {
  root: FolderNode;
  mount(type: { mount(): FolderNode }, options: object, path: string): void;
  unmount(path: string): void;
  mkdirTree(path: string): void;
  ErrnoError: new (errno: number) => Error;
}

/** How the files of a folder are read. */
export interface FolderWatch {
  /** Hears the size of every file, when it is opened first. */
  onFile: (bytes: number) => void;
  /** Runs an access to the disk. */
  access: <T>(work: () => T) => T;
}

/** What is made in a folder stays in memory: the file itself is mounted there. */
const [folderMode, fileMode] = [0o40777, 0o100444];
/** The numbers that Emscripten gives the errors of a missing file, and of input and output. */
const [noEntry, ioError] = [44, 29];

/** How files of the disk are opened, read and closed. Keeps what is open. */
function streamsOf({ ErrnoError }: MemoryDisk, { onFile, access }: FolderWatch, open: Set<number>): object {
  const fs = globalThis.process.getBuiltinModule('node:fs');
  const met = new Set<string>();
  return {
    open(stream: Stream) {
      const { entry } = stream.node;
      const file = openEntry(entry);
      if (file === undefined) throw new ErrnoError(noEntry);
      open.add(file);
      stream.file = file;
      if (!met.has(entry.path)) onFile(entry.size);
      met.add(entry.path);
    },
    close({ file }: Stream) {
      open.delete(file);
      fs.closeSync(file);
    },
    read({ file }: Stream, to: Uint8Array, offset: number, length: number, position: number) {
      let count: number;
      try {
        count = access(() => fs.readSync(file, to, offset, length, position));
      } catch {
        throw new ErrnoError(ioError);
      }
      // Where external storage ends too early, HDF5 would put zeros.
      if (count < length && !isHdf5(file)) throw new ErrnoError(ioError);
      return count;
    },
  };
}

/** Makes the nodes of a folder when they are asked for: what isn't in it isn't there. */
function nodesOf(disk: MemoryDisk, folder: string, streams: object): (path: string) => FolderNode {
  const { join } = globalThis.process.getBuiltinModule('node:path');
  const memory = disk.root.node_ops;
  const make = (parent: FolderNode | null, name: string, entry: HostEntry): FolderNode => {
    const node = memory.mknod(parent, name, entry.isFile ? fileMode : folderMode, 0);
    if (!entry.isFile) return Object.assign(node, { entry, node_ops: { ...memory, lookup } });
    Object.defineProperty(node, 'usedBytes', { value: entry.size });
    return Object.assign(node, { entry, stream_ops: { ...node.stream_ops, ...streams } });
  };
  const lookup = (parent: FolderNode, name: string): FolderNode => {
    const entry = entryWithin(folder, join(parent.entry.path, name));
    if (!entry) throw new disk.ErrnoError(noEntry);
    return make(parent, name, entry);
  };
  return (path) => make(null, '/', { path, isFile: false, size: 0 });
}

/**
 * Shows HDF5 a folder of the disk in h5wasm's file system in memory, for reading. A file in it is looked up when HDF5 asks for it, and
 * is there only if it really lies in the folder: `..` and symbolic links lead nowhere else.
 *
 * @param paths - Where it appears.
 * @returns A function that takes it away again, and closes what is open.
 */
export function mountFolder(
  disk: MemoryDisk,
  folder: string,
  paths: readonly string[],
  watch: FolderWatch,
): () => void {
  const open = new Set<number>();
  const root = nodesOf(disk, folder, streamsOf(disk, watch, open));
  for (const path of paths) {
    disk.mkdirTree(path);
    disk.mount({ mount: () => root(folder) }, {}, path);
  }
  return () => {
    for (const path of paths) disk.unmount(path);
    const { closeSync } = globalThis.process.getBuiltinModule('node:fs');
    for (const file of open) closeSync(file);
  };
}
