// Packs the library, bundles two pages with Vite, and opens them in a headless Chromium: one trains on webgl, on wasm and on webgpu, one
// shows maps of cells.
// Run: npm run test:browser    (CHROMIUM=/path/to/chromium if it isn't /usr/bin/chromium; PICTURES=folder keeps what the maps show)
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { checkMap } from './browser/checkMap.mjs';
import { node, run } from './package/run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'browser-test-'));
process.on('exit', () => rmSync(project, { recursive: true, force: true }));

await node([join(root, 'scripts/build.mjs')], root);
await run('npm', ['pack', '--ignore-scripts', '--pack-destination', project], root);
const tarball = join(
  project,
  readdirSync(project).find((name) => name.endsWith('.tgz')),
);
writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
const packages = [
  tarball,
  '@tensorflow/tfjs@^4.22.0',
  '@tensorflow/tfjs-backend-webgpu@^4.22.0',
  '@observablehq/plot@^0.6.17',
  'regl-scatterplot@^1.16.0',
  'vite@8',
  'playwright-core@1.65.1',
];
await run('npm', ['install', '--prefer-offline', ...packages], project);
cpSync(join(root, 'test/browser'), project, { recursive: true });

const require = createRequire(join(project, 'package.json'));
const { build, preview } = await import(pathToFileURL(require.resolve('vite')).href);
const { chromium } = require('playwright-core');
const pages = ['index.html', 'map.html'].map((name) => join(project, name));
await build({ root: project, logLevel: 'error', build: { rolldownOptions: { input: pages } } });
const server = await preview({ root: project, logLevel: 'error' });
const launch = (further = []) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // A machine without a GPU: webgl and webgpu in software.
    args: [
      ...['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
      ...[
        '--enable-unsafe-webgpu',
        '--use-webgpu-adapter=swiftshader',
        '--enable-features=Vulkan',
        ...further,
      ],
    ],
  });
const browser = await launch();
const page = await browser.newPage();
const faults = [];
page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
page.on('pageerror', (error) => faults.push(error.message));
await page.goto(server.resolvedUrls.local[0]);
await page.waitForFunction(() => document.title.startsWith('{'), null, { timeout: 240_000 });
const { results = [], error } = JSON.parse(await page.title());
await page.close();

for (const { backend, total, same } of results) {
  console.log(
    `${same ? 'ok  ' : 'FAIL'} ${backend}: total ${total.toFixed(4)}, the same after save and load: ${same}`,
  );
}
const [first, ...others] = results;
const agree = others.length === 2 && others.every(({ total }) => Math.abs(first.total / total - 1) < 1e-3);
console.log(`${agree ? 'ok  ' : 'FAIL'} all three backends reach the same loss`);
for (const fault of [...faults, ...(error ? [error] : [])]) console.log(`FAIL ${fault}`);

let mapsFine = true;
const check = (what, fine, detail) => {
  mapsFine &&= fine;
  console.log(`${fine ? 'ok  ' : 'FAIL'} ${what}: ${detail}`);
};
await checkMap({ browser, launch, url: new URL('map.html', server.resolvedUrls.local[0]).href, check });
await browser.close();
await server.close();
const trained = agree && results.every(({ same }) => same) && faults.length === 0 && !error;
process.exit(trained && mapsFine ? 0 : 1);
