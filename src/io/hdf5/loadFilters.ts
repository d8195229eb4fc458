import { isAbsent } from '../../platform/absentPeer.js';
import { inNode } from '../../platform/inNode.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import type { H5 } from './h5.js';
import { withRoom } from './withRoom.js';

const name = 'h5wasm-plugins';

const lzf = 32000;

/** The plugin of each filter, by HDF5's number of the filter. */
const plugins: Record<number, string> = {
  307: 'bz2',
  [lzf]: 'lzf',
  32001: 'blosc',
  32004: 'lz4',
  32008: 'bshuf',
  32013: 'zfp',
  32015: 'zstd',
  32026: 'blosc2',
};

async function plugin(url: URL): Promise<Uint8Array> {
  if (inNode()) return nodeFiles().readFile(url);
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

/** Where the package is, or undefined if it isn't installed. */
async function folderOfPlugins(): Promise<string | undefined> {
  // Assembled at run time: a bundler must not look for a package that hardly anybody needs, and couldn't pack its files.
  const load: Promise<{ base_url: string }> = import(
    /* @vite-ignore */ /* webpackIgnore: true */ [name].join('')
  );
  try {
    return (await load).base_url;
  } catch (error) {
    if (isAbsent(error, name) || !inNode()) return undefined;
    throw error;
  }
}

/**
 * Loads filters of the optional package h5wasm-plugins into h5wasm.
 *
 * @returns Whether all of them are there now; false if the package isn't installed, or doesn't have one.
 */
export async function loadFilters({ Module }: H5, filters: readonly number[]): Promise<boolean> {
  if (!filters.every((id) => id in plugins)) return false;
  const folder = await folderOfPlugins();
  if (folder === undefined) return false;
  const target = Module.get_plugin_search_paths()[0]!;
  Module.FS.mkdirTree(target);
  for (const id of filters) {
    const file = `libH5Z${plugins[id]}.so`;
    if (Module.FS.analyzePath(`${target}/${file}`, false).exists) return false;
    const bytes = await plugin(new URL(`${folder}/plugins/${file}`));
    Module.FS.writeFile(`${target}/${file}`, id === lzf ? withRoom(bytes) : bytes);
  }
  return true;
}
