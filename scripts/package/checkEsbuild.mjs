import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const ours = 'node_modules/zbio/dist/';

/** Bundles for browsers with esbuild's defaults, minified, writing nothing. */
function bundle(project, bundlers, options) {
  const { build } = createRequire(join(bundlers, 'package.json'))('esbuild');
  const asked = { bundle: true, format: 'esm', platform: 'browser', minify: true, write: false };
  return build({ ...asked, absWorkingDir: project, metafile: true, logLevel: 'silent', ...options });
}

/** Builds a page for browsers that imports the package, where neither h5wasm nor onnxruntime-web is installed. */
export async function checkEsbuild(project, bundlers, fixture) {
  const page = basename(fixture);
  copyFileSync(fixture, join(project, page));
  const { outputFiles } = await bundle(project, bundlers, {
    entryPoints: [page],
    splitting: true,
    outdir: 'esbuild',
  });
  return `${outputFiles.length} files`;
}

/** What becomes of a program without tfjs: its size, and the modules of ours that are in it. */
async function weigh(project, bundlers, contents) {
  const stdin = { contents, resolveDir: project };
  const external = ['@tensorflow/*'];
  const { outputFiles, metafile } = await bundle(project, bundlers, { stdin, external });
  const [output] = Object.values(metafile.outputs);
  const kept = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return {
    size: `${(outputFiles[0].contents.length / 1000).toFixed(1)} kB`,
    modules: kept.filter(([path]) => path.startsWith(ours)).map(([path]) => path.slice(ours.length)),
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
    const needless = modules.filter((path) => !/^(losses|tensor|check)\//.test(path));
    if (name.startsWith('mmd') && needless.length > 0)
      throw new Error(`${name} brings ${needless.join(', ')}`);
    sizes.push(`${name} ${size}`);
  }
  return sizes.join(', ');
}
