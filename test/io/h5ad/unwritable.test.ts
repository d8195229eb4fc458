import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnnData } from '../../../src/io/anndata.js';
import { createAnnData } from '../../../src/io/createAnnData.js';
import { addToH5ad } from '../../../src/io/h5ad/addToH5ad.js';
import { checkWritable } from '../../../src/io/h5ad/checkWritable.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../../src/io/h5ad/writeH5ad.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { fixture } from '../fixtures.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-unwritable-'));
});
afterAll(() => rm(folder, { recursive: true }));

const [cells, genes] = [12, 6];
const matrix = (columns: number): Matrix => ({
  data: new Float32Array(cells * columns),
  shape: [cells, columns],
});
const list = <T>(value: T) => Array<T>(cells).fill(value);
const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`c${i}`, new Int32Array(cells)]));
const loop: Record<string, unknown> = {};
loop['itself'] = loop;

const cases: [string, Record<string, unknown>, RegExp][] = [
  [
    'a slash in obs',
    { obs: { 'a/b': list('x') } },
    /obs: expected names without '\/'.*Rename it, for example to 'a_b'/,
  ],
  ['a slash in var', { var: { 'a/b': new Float64Array(genes) } }, /var: expected names without '\/'/],
  ['a slash in obsm', { obsm: { 'a/b': matrix(2) } }, /obsm: expected names without '\/'/],
  ['a slash in layers', { layers: { 'a/b': matrix(genes) } }, /layers: expected names without '\/'/],
  ['a slash deep in uns', { uns: { a: { 'b/c': 1 } } }, /uns.*expected names without '\/'.*received 'b\/c'/],
  ['an empty name', { obsm: { '': matrix(2) } }, /received ''/],
  ['a dot', { uns: { '.': 1 } }, /received '\.'/],
  ['NUL in a name', { obs: { 'a\0b': list('x') } }, /received 'a\\0b'/],
  [
    'mixed kinds',
    { obs: { mixed: [...list('x').slice(1), 1] } },
    /obs\['mixed'\]: expected entries of one kind/,
  ],
  [
    'missing text',
    { obs: { mixed: [...list('x').slice(1), null] } },
    /null in entry 11.*categorical\(values\)/,
  ],
  ['objects', { obs: { mixed: list({}) } }, /obs\['mixed'\]: expected entries of one kind/],
  ['NUL in text', { obs: { text: list('a\0b') } }, /obs\['text'\]: expected text without the character NUL/],
  [
    'NUL in the name of a cell',
    { obsNames: list('a\0b') },
    /obsNames: expected text without the character NUL/,
  ],
  [
    'a code without a category',
    { obs: { type: { categories: ['a'], codes: new Int32Array(cells).fill(1) } } },
    /obs\['type'\]: expected codes from -1 \(missing\) to 0, .* received 1 for entry 0/,
  ],
  [
    'equal categories',
    { obs: { type: { categories: ['a', 'a'], codes: new Int32Array(cells) } } },
    /obs\['type'\]: expected categories that differ, received 'a' twice/,
  ],
  [
    'a short mask',
    { obs: { type: { values: new Int32Array(cells), mask: new Uint8Array(1) } } },
    /obs\['type'\]: mask: expected 12 entries/,
  ],
  [
    'too few values',
    { obsm: { X: { ...matrix(2), data: new Float32Array(3) } } },
    /obsm\['X'\]: expected .*12 x 2/,
  ],
  ['more columns than a table holds', { obs: many }, /expected at most 4090 columns/],
  ['a function in uns', { uns: { run: () => 1 } }, /uns\['run'\]: expected a value, .* received a function/],
  [
    'mixed values in uns',
    { uns: { a: { list: [1, 'a'] } } },
    /uns.*\['list'\]: expected entries of one kind/,
  ],
  ['uns within itself', { uns: { loop } }, /an object that contains itself/],
];

describe('is found before anything is written', () => {
  test.each(cases)('%s: in cells of their own', async (_, parts, message) => {
    const adata = { ...createAnnData({ ...matrix(genes) }), ...parts } as AnnData;
    const error = {
      code: expect.stringMatching(/^ZBIO_BAD_(VALUE|TYPE)$/),
      message: expect.stringMatching(message),
    };
    await expect(writeH5ad(adata)).rejects.toMatchObject(error);
    await expect(checkWritable(join(folder, 'out.h5ad'), adata)).rejects.toMatchObject(error);
  });

  test.each(cases)('%s: in cells that were read', async (_, parts, message) => {
    const read = await readH5ad(fixture('rich'));
    const changed = Object.entries(parts).map(([part, value]) => {
      const now = read[part as 'obs'];
      return [part, Array.isArray(value) ? value : { ...now, ...(value as object) }];
    });
    const adata = { ...read, ...Object.fromEntries(changed) } as AnnData;
    await expect(checkWritable(join(folder, 'out.h5ad'), adata)).rejects.toThrow(message);
    await expect(writeH5ad(adata, join(folder, 'out.h5ad'))).rejects.toThrow(message);
    await expect(addToH5ad(fixture('rich'), parts, join(folder, 'out.h5ad'))).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ['barcode', /no column 'barcode', the name of the row names/],
    ['CD4', /expected names that the table doesn't use otherwise, received 'CD4'/],
  ])('a name that the table uses otherwise: %s', async (name, message) => {
    await expect(addToH5ad(fixture('rich'), { obs: { [name]: list('x') } })).rejects.toThrow(message);
  });

  test('a layer for genes of raw', async () => {
    const adata = await readH5ad(fixture('rich'), { x: 'raw' });
    adata.layers['corrected'] = matrix(genes);
    await expect(writeH5ad(adata)).rejects.toThrow(
      /no layer for raw's genes.* Put it into obsm\['corrected'\]/,
    );
  });
});

test('what was read with such names is no obstacle', async () => {
  await checkWritable(join(folder, 'out.h5ad'), await readH5ad(fixture('rich')));
  const names = Object.fromEntries([['__proto__', list('x')]]);
  const bytes = await writeH5ad(createAnnData(matrix(genes), { obs: names }));
  expect(Object.entries((await readH5ad(bytes)).obs)).toEqual(Object.entries(names));
});
