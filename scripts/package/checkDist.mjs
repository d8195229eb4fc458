import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const read = (file) => readFileSync(file, 'utf8');

/** Every file below a folder. */
export const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

const imports = /^(?:import\s*(?:[^;'"]*?\bfrom\s*)?|export\s[^;'"=]*?\bfrom\s*)['"]([^'"]+)['"]/gm;
const staticImports = (code) => [...code.matchAll(imports)].map((match) => match[1]);
const packageOf = (specifier) => specifier.match(/^(@[^/]+\/[^/]+|[^/]+)/)[0];

/** The modules that an entry loads at once, that is without dynamic imports. */
function reachedFrom(entry, reached = new Set()) {
  if (reached.has(entry)) return reached;
  reached.add(entry);
  for (const specifier of staticImports(read(entry)).filter((name) => name.startsWith('.'))) {
    reachedFrom(resolve(dirname(entry), specifier), reached);
  }
  return reached;
}

/** Throws unless dist is our own code only, and imports nothing but what package.json names. */
export function checkDist(installed) {
  const { dependencies, peerDependencies } = JSON.parse(read(join(installed, 'package.json')));
  const named = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
  const entries = [
    'index.js',
    ...readdirSync(join(installed, 'dist/entries')).map((name) => `entries/${name}`),
  ];
  const scripts = filesBelow(join(installed, 'dist')).filter((file) => file.endsWith('.js'));
  for (const file of scripts) {
    const code = read(file);
    if (code.length > 64_000)
      throw new Error(`${file} has ${code.length} characters: is something bundled in?`);
    for (const name of staticImports(code).filter((name) => !/^(\.|node:)/.test(name))) {
      if (!named.has(packageOf(name)))
        throw new Error(`${file} imports '${name}', which package.json doesn't name`);
    }
  }
  const reached = new Set();
  for (const entry of entries.filter((name) => name.endsWith('.js')))
    reachedFrom(join(installed, 'dist', entry), reached);
  for (const file of reached) {
    const builtIn = read(file).match(/(?:from|import\()\s*['"](node:[^'"]+)['"]/)?.[1];
    if (builtIn)
      throw new Error(`${file} imports '${builtIn}': browsers don't have it, and bundlers look for it`);
  }
  return `${scripts.length} modules`;
}
