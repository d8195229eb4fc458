import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));
const floors: Record<string, number> = {
  check: 0,
  simd: 0,
  matrix: 0,
  tensor: 0,
  random: 0,
  backend: 0,
  preprocess: 1,
  metrics: 1,
  io: 1,
  simulate: 1,
  schedules: 1,
  noise: 1,
  kernels: 1,
  distributions: 1,
  losses: 1,
  compile: 2,
  nn: 2,
  terms: 2,
  train: 3,
  models: 4,
  systems: 5,
  cli: 6,
  '.': 6,
};
/** Within a floor, who stands on whom. */
const beside: Record<string, string[]> = {
  losses: ['kernels', 'distributions'],
  noise: ['schedules'],
  terms: ['nn'],
  matrix: ['check'],
  tensor: ['check', 'random'],
  random: ['check', 'simd'],
  backend: ['check', 'simd'],
  metrics: ['preprocess', 'losses'],
  simulate: ['io'],
};

const folderOf = (file: string): string =>
  relative(src, file).split('/').at(-2) === undefined ? '.' : relative(src, file).split('/')[0]!;

function imports(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g);
  return [...found].map(([, path]) => resolve(dirname(file), path!));
}

test('no file imports upwards', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const upwards = files.flatMap((name) => {
    const from = folderOf(join(src, name));
    return imports(join(src, name)).flatMap((path) => {
      const to = folderOf(path);
      const fine = to === from || floors[to]! < floors[from]! || beside[from]?.includes(to);
      return fine ? [] : [`${name} -> ${relative(src, path)}`];
    });
  });
  expect(files.length).toBeGreaterThan(50);
  expect(upwards).toEqual([]);
});
