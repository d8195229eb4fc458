import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const ours = 'node_modules/zbio/dist/';

/** Bundles for browsers with esbuild's defaults, minified, in chunks. Throws on any warning. */
async function bundle(project, bundlers, options) {
  const { build } = createRequire(join(bundlers, 'package.json'))('esbuild');
  const asked = { bundle: true, format: 'esm', platform: 'browser', minify: true, splitting: true };
  const quiet = { absWorkingDir: project, outdir: 'esbuild', metafile: true, logLevel: 'silent' };
  const result = await build({ ...asked, ...quiet, ...options });
  if (result.warnings.length > 0) throw new Error(result.warnings.map(({ text }) => text).join('\n'));
  return result;
}

/** Builds a page for browsers that imports the package. */
export async function checkEsbuild(project, bundlers, fixture) {
  const page = basename(fixture);
  copyFileSync(fixture, join(project, page));
  const { metafile } = await bundle(project, bundlers, { entryPoints: [page] });
  return `${Object.keys(metafile.outputs).length} files`;
}

/** The chunks that a bundle's entry reaches by imports of these kinds, itself included. */
function reached({ outputs }, kinds) {
  const found = new Set(Object.keys(outputs).filter((name) => outputs[name].entryPoint === '<stdin>'));
  for (const name of found) {
    for (const { path, kind } of outputs[name].imports) {
      if (outputs[path] && kinds.includes(kind)) found.add(path);
    }
  }
  return [...found].map((name) => outputs[name]);
}

const bytesOf = (chunks) => chunks.reduce((sum, { bytes }) => sum + bytes, 0);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** What becomes of a program without tfjs: the size of what it loads at once and later, and the modules of ours in it. */
async function weigh(project, bundlers, contents) {
  const stdin = { contents, resolveDir: project };
  const { metafile } = await bundle(project, bundlers, { stdin, external: ['@tensorflow/*'], write: false });
  const all = reached(metafile, ['import-statement', 'dynamic-import']);
  const first = bytesOf(reached(metafile, ['import-statement']));
  const later = bytesOf(all) - first;
  const kept = all.flatMap(({ inputs }) =>
    Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0),
  );
  return {
    size: later > 0 ? `${kilobytes(first)} + ${kilobytes(later)} later` : kilobytes(first),
    modules: kept.filter((path) => path.startsWith(ours)).map((path) => path.slice(ours.length)),
  };
}

/** Throws if a loss brings more with it than tensor maths. Resolves to the sizes of bundles, minified, without tfjs. */
export async function checkTreeShaking(project, bundlers) {
  const programs = {
    mmd: "export { mmd } from 'zbio';",
    'mmd of zbio/losses': "export { mmd } from 'zbio/losses';",
    DisentangledAE: "export { DisentangledAE } from 'zbio';",
    everything: "import './page.js';",
  };
  const sizes = [];
  for (const [name, contents] of Object.entries(programs)) {
    const { size, modules } = await weigh(project, bundlers, contents);
    // In chunks, esbuild keeps bare imports of what the root exports and parts that are loaded later share: createRng, and the terms and
    // schedules of `extend`.
    const shared = name === 'mmd' ? '|random|schedules|autoencoder/terms' : '';
    const needed = new RegExp(`^(losses|tensor|check${shared})/`);
    const needless = modules.filter((path) => !needed.test(path));
    if (name.startsWith('mmd') && needless.length > 0)
      throw new Error(`${name} brings ${needless.join(', ')}`);
    sizes.push(`${name} ${size}`);
  }
  return sizes.join(', ');
}
