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

/** A logger that keeps warnings and errors. */
function noteWarnings(found) {
  const note = (message) => found.push(message);
  const logger = { info: () => {}, warn: note, warnOnce: note, error: note, clearScreen: () => {} };
  return { ...logger, hasErrorLogged: () => false, hasWarned: false };
}

/** Builds a page for production that imports the package. Throws on any warning. */
export async function checkVite(project, fixture) {
  const root = join(project, 'page');
  mkdirSync(root, { recursive: true });
  copyFileSync(fixture, join(root, 'page.js'));
  writeFileSync(join(root, 'index.html'), '<!doctype html><script type="module" src="./page.js"></script>');
  const found = [];
  const { output } = await build({
    root,
    customLogger: noteWarnings(found),
    // To be quiet about the size of tfjs.
    build: { chunkSizeWarningLimit: 1e5 },
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
