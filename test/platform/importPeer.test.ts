import { expect, it } from 'vitest';
import { importPeer } from '../../src/platform/importPeer.js';

it('says how to install a package that is missing', async () => {
  const name = 'zbio-no-such-package';
  await expect(importPeer('readH5ad', name, () => import(name))).rejects.toThrow(
    `readH5ad: needs the package ${name}, which isn't installed. Run: npm install ${name}`,
  );
});

it('hands over a package that is there, and the faults of one that is broken', async () => {
  expect((await importPeer('test', 'node:path', () => import('node:path'))).sep).toBeDefined();
  const broken = () => Promise.reject(new SyntaxError('Unexpected token'));
  await expect(importPeer('test', 'broken', broken)).rejects.toThrow('Unexpected token');
});
