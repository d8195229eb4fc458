import { describe, expect, it } from 'vitest';
import { isAbsent, orInstall, orUndefined } from '../../src/platform/absentPeer.js';

const name = 'zbio-no-such-package';

it('says how to install a package that is missing', async () => {
  await expect(import(name).catch(orInstall('readH5ad', name))).rejects.toThrow(
    `readH5ad: needs the package ${name}, which isn't installed. Run: npm install ${name}`,
  );
});

it('gives undefined for an optional package that is missing', async () => {
  expect(await import(name).catch(orUndefined(name))).toBeUndefined();
});

it('hands over a package that is there, and the faults of one that is broken', async () => {
  expect((await import('node:path').catch(orInstall('test', 'node:path'))).sep).toBeDefined();
  const broken = () => Promise.reject(new SyntaxError('Unexpected token'));
  await expect(broken().catch(orInstall('test', 'broken'))).rejects.toThrow('Unexpected token');
  await expect(broken().catch(orUndefined('broken'))).rejects.toThrow('Unexpected token');
});

describe('tells an absent package from a broken one', () => {
  // As Node 20, webpack, Vite 8, Chrome, Firefox and Safari word it.
  it.each([
    "Cannot find package 'peer' imported from /app/node_modules/zbio/dist/onnx/runtime.js",
    "Cannot find package 'peer' imported from /app/node_modules/peer-of-another/index.js",
    "Cannot find module 'peer'\nRequire stack:\n- /app/index.cjs",
    "Cannot find module 'peer/node'",
    'Could not resolve "peer" imported by "zbio". Is it installed?',
    'Failed to resolve import "peer" from "src/page.ts". Does the file exist?',
    "Failed to resolve module specifier 'peer'",
    'The specifier “peer” was a bare specifier, but was not remapped to anything.',
    "Module name, 'peer' does not resolve to a valid URL.",
  ])('absent: %s', (message) => {
    expect(isAbsent(new TypeError(message), 'peer')).toBe(true);
  });

  it.each([
    "Cannot find package '/app/node_modules/peer/gone.js' imported from /app/index.js",
    "Cannot find package 'dependency' imported from /app/node_modules/peer/index.js",
    "Cannot find module '/app/node_modules/peer/build/peer.node'",
    `Package subpath './node' is not defined by "exports" in /app/node_modules/peer/package.json`,
    'Could not resolve "dependency" imported by "peer". Is it installed?',
    "Cannot find package 'peer-of-another' imported from /app/index.js",
    'Failed to fetch dynamically imported module: https://example.org/peer.js',
    "libpeer.so.1: cannot open shared object file: No such file or directory; module 'other'",
  ])('broken: %s', (message) => {
    expect(isAbsent(new Error(message), 'peer')).toBe(false);
  });
});
