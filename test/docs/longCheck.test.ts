import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parts } from '../long/tools/parts.js';

test('docs/reliability.md names every part of the long check, and each says what it does', () => {
  const page = readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
  const all = parts(fileURLToPath(new URL('../long/', import.meta.url)));
  expect(all.length).toBeGreaterThan(5);
  expect(all.filter(({ name }) => !page.includes(`\`${name}\``)).map(({ name }) => name)).toEqual([]);
  expect(all.filter(({ purpose }) => !/^[A-Z].{20,}/.test(purpose))).toEqual([]);
});
