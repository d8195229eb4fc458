import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const read = (file) => readFileSync(file, 'utf8');

/** Every file below a folder. */
export const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

const imports = /^(?:import\s*(?:[^;'"]*?\bfrom\s*)?|export\s[^;'"=]*?\bfrom\s*)['"]([^'"]+)['"]/gm;
const dynamicImports = /\bimport\(\s*['"]([^'"]+)['"]/g;
const named = (code, pattern) => [...code.matchAll(pattern)].map((match) => match[1]);
const staticImports = (code) => named(code, imports);
const allImports = (code) => [...staticImports(code), ...named(code, dynamicImports)];
const packageOf = (specifier) => specifier.match(/^(@[^/]+\/[^/]+|[^/]+)/)[0];

/** The modules that an entry loads, at once or on first use. */
function reachedFrom(entry, reached = new Set()) {
  if (reached.has(entry)) return reached;
  reached.add(entry);
  for (const specifier of allImports(read(entry)).filter((name) => name.startsWith('.'))) {
    reachedFrom(resolve(dirname(entry), specifier), reached);
  }
  return reached;
}

/** Throws unless dist is our own code only, and imports nothing but what package.json names. */
export function checkDist(installed) {
  const { dependencies, peerDependencies } = JSON.parse(read(join(installed, 'package.json')));
  const declared = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
  const entries = [
    'index.js',
    ...readdirSync(join(installed, 'dist/entries')).map((name) => `entries/${name}`),
  ];
  const scripts = filesBelow(join(installed, 'dist')).filter((file) => file.endsWith('.js'));
  for (const file of scripts) {
    const code = read(file);
    if (code.length > 64_000)
      throw new Error(`${file} has ${code.length} characters: is something bundled in?`);
    for (const name of allImports(code).filter((name) => !/^(\.|node:)/.test(name))) {
      if (!declared.has(packageOf(name)))
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
    if (/(?<![.\w])process\.\w|typeof process/.test(read(file)))
      throw new Error(
        `${file} has a bare 'process': Parcel brings a polyfill for it. Write globalThis.process`,
      );
  }
  return `${scripts.length} modules`;
}
