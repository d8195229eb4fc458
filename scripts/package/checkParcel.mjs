import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filesBelow } from './checkDist.mjs';
import { run } from './run.mjs';

/** The setting that Parcel asks for before it reads `exports` in package.json. */
function allowExports(project) {
  const file = join(project, 'package.json');
  const settings = JSON.parse(readFileSync(file, 'utf8'));
  settings['@parcel/resolver-default'] = { packageExports: true };
  writeFileSync(file, JSON.stringify(settings));
}

/** Builds a page with Parcel. Throws if it prints a warning, or looks for a polyfill of a module of Node. */
export async function checkParcel(project, bundlers, fixture) {
  allowExports(project);
  copyFileSync(fixture, join(project, basename(fixture)));
  writeFileSync(
    join(project, 'index.html'),
    `<!doctype html><script type="module" src="./${basename(fixture)}"></script>`,
  );
  const out = join(project, 'parcel');
  // The source maps of tfjs name files that its package doesn't have, which Parcel takes for an error.
  const options = ['--no-source-maps', '--no-autoinstall', '--no-cache', '--log-level', 'warn'];
  const parcel = join(bundlers, 'node_modules/.bin/parcel');
  const printed = await run(parcel, ['build', 'index.html', '--dist-dir', out, ...options], project);
  if (printed.trim()) throw new Error(printed.trim());
  return `${filesBelow(out).length} files`;
}
