import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { build } from 'vite';

const ours = join('node_modules', 'zbio') + sep;

/** Notes which modules of the package load a module of Node at their top level. */
function noteNodeModules(found) {
  return {
    name: 'note-node-modules',
    moduleParsed: ({ id, importedIds }) => {
      if (!id.includes(ours)) return;
      for (const name of importedIds) {
        if (/^node:|browser-external/.test(name)) found.push(`${id} loads ${name}`);
      }
    },
  };
}

/** Builds a page for production that imports the package, where neither h5wasm nor tfjs-node is installed. */
export async function checkVite(project, fixture) {
  const root = join(project, 'page');
  mkdirSync(root);
  copyFileSync(fixture, join(root, 'page.js'));
  writeFileSync(join(root, 'index.html'), '<!doctype html><script type="module" src="./page.js"></script>');
  const found = [];
  const { output } = await build({
    root,
    logLevel: 'error',
    configFile: false,
    plugins: [noteNodeModules(found)],
  });
  if (found.length > 0) throw new Error(found.join('; '));
  const chunks = output.filter(({ type }) => type === 'chunk');
  const loaded = chunks.flatMap(({ imports }) => imports).filter((name) => name.startsWith('node:'));
  if (loaded.length > 0) throw new Error(`the bundle loads ${loaded.join(', ')}`);
  const entry = chunks.find(({ isEntry }) => isEntry);
  return `${chunks.length} chunks, entry ${Math.round(entry.code.length / 1000)} kB`;
}
