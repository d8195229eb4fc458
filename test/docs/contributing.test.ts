import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('every file that CONTRIBUTING names exists', () => {
  const text = readFileSync(`${root}CONTRIBUTING.md`, 'utf8');
  const named = [...text.matchAll(/`((?:src|test|docs|scripts|bench|examples|\.github|\.ci)\/[^`]*)`/g)];
  // `src/systems/<x>/` stands for files that are yet to be written.
  const paths = named.map(([, path]) => path!).filter((path) => !path.includes('<'));
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
});
