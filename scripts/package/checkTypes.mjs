import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { filesBelow } from './checkDist.mjs';
import { node, run } from './run.mjs';

const require = createRequire(import.meta.url);
const common = { target: 'ES2022', strict: true, skipLibCheck: true, noEmit: true, types: [] };
const resolutions = {
  node16: { module: 'Node16', moduleResolution: 'Node16' },
  nodenext: { module: 'NodeNext', moduleResolution: 'NodeNext' },
  bundler: { module: 'ESNext', moduleResolution: 'bundler' },
};

/** Type-checks a program with a loss term of its own against the installed package, in every way of resolving modules. */
export async function checkTypes(project, fixture) {
  for (const [name, resolution] of Object.entries(resolutions)) {
    const folder = join(project, `types-${name}`);
    mkdirSync(folder);
    copyFileSync(fixture, join(folder, 'term.ts'));
    const compilerOptions = { ...common, ...resolution };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['term.ts'] }));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    await node([require.resolve('typescript/bin/tsc'), '-p', folder], project);
  }
  return Object.keys(resolutions).join(', ');
}

/**
 * Parses every declaration file of the package with the oldest TypeScript that notebooks (tslab) carry, and type-checks the program
 * as they do: they resolve modules as before `exports`.
 */
export async function checkOldTypeScript(work, project, installed, fixture) {
  const folder = join(work, 'old-typescript');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{}');
  await run('npm', ['install', '--prefer-offline', 'typescript@5.0.4'], folder);
  const ts = require(join(folder, 'node_modules/typescript'));
  const files = filesBelow(join(installed, 'dist')).filter((file) => file.endsWith('.d.ts'));
  for (const file of files) {
    const { parseDiagnostics } = ts.createSourceFile(file, ts.sys.readFile(file), ts.ScriptTarget.ES2022);
    if (parseDiagnostics.length > 0) throw new Error(`${file}: ${parseDiagnostics[0].messageText}`);
  }
  copyFileSync(fixture, join(project, 'term.ts'));
  const options = ['--module', 'ESNext', '--moduleResolution', 'node10', '--target', 'ES2022', '--strict'];
  const compiler = join(folder, 'node_modules/typescript/bin/tsc');
  await node([compiler, ...options, '--skipLibCheck', '--noEmit', 'term.ts'], project);
  return `${files.length} files with ${ts.version}`;
}
