// Packs the library, installs the tarball into an empty project and uses it from there, as its users will.
// Prints one line a check; ends with 1 if one fails.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { checkDist } from './package/checkDist.mjs';
import { checkDocs } from './package/checkDocs.mjs';
import { checkEsbuild, checkTreeShaking } from './package/checkEsbuild.mjs';
import { checkParcel } from './package/checkParcel.mjs';
import { checkRollup } from './package/checkRollup.mjs';
import { checkOldTypeScript, checkTypes } from './package/checkTypes.mjs';
import { checkVite } from './package/checkVite.mjs';
import { checkWebpack } from './package/checkWebpack.mjs';
import { node, run } from './package/run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixtures = join(root, 'test/package');
const tools = join(root, 'node_modules/.bin');
const work = mkdtempSync(join(tmpdir(), 'package-test-'));
const project = join(work, 'project');
const bundlers = join(work, 'bundlers');
const installed = join(project, 'node_modules/zbio');
const tarball = () =>
  join(
    work,
    readdirSync(work).find((name) => name.endsWith('.tgz')),
  );
let failed = 0;

async function check(name, body) {
  const start = performance.now();
  const print = (mark, detail) =>
    console.log(
      `${mark} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)${detail ? `: ${detail}` : ''}`,
    );
  try {
    print('ok  ', await body());
    return true;
  } catch (error) {
    failed += 1;
    print('FAIL', error.message);
    return false;
  }
}

async function pack() {
  await node([join(root, 'scripts/build.mjs')], root);
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', work], root);
}

async function install() {
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{}');
  await run('npm', ['install', '--prefer-offline', tarball(), '@tensorflow/tfjs@^4.22.0'], project);
}

async function installBundlers() {
  mkdirSync(bundlers);
  writeFileSync(join(bundlers, 'package.json'), '{}');
  const rollup = ['rollup@4', '@rollup/plugin-node-resolve@16', '@rollup/plugin-commonjs@29'];
  const packages = ['webpack@5', 'esbuild@0.28', ...rollup, 'parcel@2'];
  await run('npm', ['install', '--prefer-offline', ...packages], bundlers);
  // tfjs names Node's Buffer and process: Parcel installs these by itself where it is allowed to.
  await run('npm', ['install', '--prefer-offline', 'buffer@6', 'process@0.11'], project);
}

const script = (name) => async () => {
  cpSync(join(fixtures, name), join(project, name));
  return (await node([name], project)).trim().split('\n').at(-1);
};

// Stands in for @tensorflow/tfjs-node, whose real one needs a download of its own.
const withTfjsNode = (stub, name) => async () => {
  const folder = join(project, 'node_modules/@tensorflow/tfjs-node');
  cpSync(join(fixtures, stub), folder, { recursive: true });
  try {
    return await script(name)();
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** The packages that pages may do without; the checks link those that this project has. */
const peers = [
  '@observablehq/plot',
  'h5wasm',
  'onnxruntime-node',
  'onnxruntime-web',
  'papaparse',
  'regl-scatterplot',
  'umap-js',
  'zarrita',
];
const linkPeers = () => {
  for (const name of peers) {
    mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name), 'junction');
  }
};
const runPage = async (entry) => {
  const printed = await node(
    [join(fixtures, 'runPage.mjs'), pathToFileURL(join(project, entry)).href],
    project,
  );
  return printed.split('\n').find((line) => line.startsWith('loss'));
};
const page = join(fixtures, 'page.js');
const optionalPeers =
  '(@observablehq/plot|h5wasm|onnxruntime-web|papaparse|regl-scatterplot|umap-js|zarrita)';
const absent = new RegExp(`${optionalPeers}.*(resolve|external)|resolve '${optionalPeers}'`);

async function buildPages() {
  await check('webpack builds a page', () => checkWebpack(project, bundlers, page, absent));
  await check('esbuild builds a page', () => checkEsbuild(project, bundlers, page));
  await check('Rollup builds a page', () => checkRollup(project, bundlers, page, absent));
  await check('a loss bundles no more than it needs', () => checkTreeShaking(project, bundlers));
  linkPeers();
  const named = (bundler) => `${bundler} builds a page with the optional packages, without a warning`;
  await check(named('Vite'), () => checkVite(project, page));
  await check(named('webpack'), () => checkWebpack(project, bundlers, page));
  await check(named('esbuild'), () => checkEsbuild(project, bundlers, page));
  await check(named('Rollup'), () => checkRollup(project, bundlers, page));
  await check(named('Parcel'), () => checkParcel(project, bundlers, page));
  for (const entry of ['esbuild/page.js', 'rollup/page.js'])
    await check(`${entry} trains, uncompiled and compiled`, () => runPage(entry));
}

const ready =
  (await check('build and pack', pack)) && (await check('install into an empty project', install));
if (ready) {
  await check('ES module: a loss, fit and transform', script('module.mjs'));
  await check('CommonJS: the same', script('commonjs.cjs'));
  await check('importing has no side effects', script('effects.mjs'));
  await check('an installed tfjs-node is chosen', withTfjsNode('tfjs-node-stub', 'tfjsNode.mjs'));
  await check('a broken tfjs-node gives way to wasm', withTfjsNode('tfjs-node-broken', 'tfjsNodeBroken.mjs'));
  await check('the command line answers --help', () =>
    run(join(project, 'node_modules/.bin/zbio'), ['--help'], project).then(() => ''),
  );
  await check('TypeScript: a loss term of one’s own', () => checkTypes(project, join(fixtures, 'term.ts')));
  await check('TypeScript 5.0, as in notebooks: the same', () =>
    checkOldTypeScript(work, project, installed, join(fixtures, 'term.ts')),
  );
  await check('publint', () =>
    run(join(tools, 'publint'), ['run', tarball(), '--strict'], root).then(() => ''),
  );
  await check('are the types wrong', () =>
    run(join(tools, 'attw'), [tarball(), '--profile', 'esm-only'], root).then(() => ''),
  );
  await check('Vite builds a page', () => checkVite(project, page));
  if (await check('install the other bundlers', installBundlers)) await buildPages();
  await check('dist holds our code only', () => checkDist(installed));
  await check('links of the docs lead to files of the package', () => checkDocs(installed));
}
rmSync(work, { recursive: true });
console.log(failed === 0 ? 'package: all checks passed' : `package: ${failed} checks failed`);
process.exit(failed === 0 ? 0 : 1);
