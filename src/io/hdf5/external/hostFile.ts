/** What a name in the folder stands for. */
export interface HostEntry {
  /** Without symbolic links. */
  path: string;
  isFile: boolean;
  /** In bytes. */
  size: number;
}

/** The file or folder at a path of the disk; undefined if it isn't in `folder`, or is a device, a pipe or a socket. */
export function entryWithin(folder: string, path: string): HostEntry | undefined {
  const fs = globalThis.process.getBuiltinModule('node:fs');
  const { isAbsolute, relative, sep } = globalThis.process.getBuiltinModule('node:path');
  try {
    const real = fs.realpathSync(path);
    const way = relative(folder, real);
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return undefined;
    const found = fs.statSync(real);
    if (!found.isFile() && !found.isDirectory()) return undefined;
    return { path: real, isFile: found.isFile(), size: found.size };
  } catch {
    return undefined;
  }
}

/** Opens a file that {@link entryWithin} has found, for reading; undefined if it is another by now. */
export function openEntry({ path }: HostEntry): number | undefined {
  const fs = globalThis.process.getBuiltinModule('node:fs');
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  try {
    // A pipe that has taken the file's place would wait for its writer.
    const file = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (fs.fstatSync(file).isFile()) return file;
    fs.closeSync(file);
  } catch {
    // As a file that isn't there.
  }
  return undefined;
}

/** Whether an open file begins as an HDF5 file does. */
export function isHdf5(file: number): boolean {
  const { readSync } = globalThis.process.getBuiltinModule('node:fs');
  const head = new Uint8Array(8);
  return readSync(file, head, 0, 8, 0) === 8 && String.fromCharCode(...head) === '\x89HDF\r\n\x1a\n';
}
