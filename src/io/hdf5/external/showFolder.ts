import type { ExternalFolder } from './externalFolder.js';
import { type FolderWatch, type MemoryDisk, mountFolder } from './mountFolder.js';

/** A folder that HDF5 sees. */
export interface ShownFolder {
  /** Where the file is to be mounted, so that names in it mean what they mean on the disk. */
  home: string;
  hide(): void;
}

/** A path of the disk as a path of h5wasm's file system: `C:\data` is `/C:/data`. */
function inMemory(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}

/**
 * Shows HDF5 a folder at the path that it has on the disk, and puts it into the folder of the file: relative and absolute names both lead
 * there.
 */
export function showFolder(
  disk: MemoryDisk & { chdir(path: string): void },
  file: string,
  { given, real }: ExternalFolder,
  watch: FolderWatch,
): ShownFolder {
  const fs = globalThis.process.getBuiltinModule('node:fs');
  const { dirname, resolve } = globalThis.process.getBuiltinModule('node:path');
  const paths = [...new Set([real, given].map(inMemory))];
  const home = inMemory(fs.realpathSync(dirname(resolve(file))));
  const unmount = mountFolder(disk, real, paths, watch);
  disk.mkdirTree(home);
  disk.chdir(home);
  return {
    home,
    hide: () => {
      disk.chdir('/');
      unmount();
    },
  };
}
