import { readFileSync } from 'node:fs';
import { format } from 'node:util';
import { describe, expect, test } from 'vitest';
import { candidates } from '../../../src/io/batchCandidates.js';
import { categorical } from '../../../src/io/categorical.js';
import { concat } from '../../../src/io/concat.js';
import { createAnnData } from '../../../src/io/createAnnData.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../../src/io/h5ad/writeH5ad.js';
import { inspect } from '../../../src/io/inspect/inspect.js';
import { makeUnique } from '../../../src/io/makeUnique.js';
import { subsetCells } from '../../../src/io/subset.js';
import { expected, fixture } from '../fixtures.js';

describe('inspect', () => {
  test.each(Object.keys(expected) as (keyof typeof expected)[])(
    'the file %s: sizes, columns and names',
    async (name) => {
      const found = await inspect(fixture(name));
      const { x, obs, var: vars, varNames, layers, obsm } = expected[name];
      expect([found.cells, found.genes]).toEqual([x.length, x[0]!.length]);
      expect(found.obs.map((column) => column.name)).toEqual(Object.keys(obs));
      expect(found.var.map((column) => column.name)).toEqual(Object.keys(vars));
      expect(found.geneNames).toEqual(varNames.slice(0, 5));
      expect(Object.keys(found.layers)).toEqual(Object.keys(layers));
      const readable = Object.keys(found.obsm).filter((key) => found.obsm[key]!.format !== 'other');
      if (name !== 'records') expect(readable).toEqual(Object.keys(obsm));
      expect(found.x!.shape).toEqual([x.length, x[0]!.length]);
    },
  );

  test('describes columns by their kind, values and gaps, and takes bytes', async () => {
    const { obs } = await inspect(new Uint8Array(readFileSync(fixture('full'))));
    const named = (name: string) => obs.find((column) => column.name === name);
    expect(named('batch')).toEqual({
      name: 'batch',
      kind: 'categories',
      distinct: 2,
      missing: 1,
      examples: ['b', 'a'],
    });
    expect(named('passages')).toMatchObject({ kind: 'whole numbers', missing: 2 });
    expect(named('doublet')).toMatchObject({ kind: 'booleans', distinct: 2 });
    expect(named('total')).not.toHaveProperty('distinct');
  });

  test('describes cells in memory as it does a file; console.log prints the text', async () => {
    const adata = await readH5ad(fixture('full'));
    const [found, file] = await Promise.all([inspect(adata), inspect(fixture('full'))]);
    expect([found.obs, found.var, found.cells, found.uns]).toEqual([
      file.obs,
      file.var,
      file.cells,
      Object.keys(adata.uns),
    ]);
    expect(found.x!.units).toEqual(file.x!.units);
    expect(format(adata)).toBe(`AnnData: ${found.text}`);
    expect(found.text).toContain('batch');
    const names = Object.keys(adata);
    expect(format(makeUnique(subsetCells(adata, [0, 1])))).toMatch(/^AnnData: 2 cells x/);
    expect(Object.keys(adata)).toEqual(names);
    expect(structuredClone(adata).obsNames).toEqual(adata.obsNames);
    expect(format(Object.assign(concat([adata]), { obs: 7 }))).toContain('AnnData');
    await expect(inspect({ x: 1, obs: {} } as never)).rejects.toThrow('inspect: adata: expected');
  });

  test('samples large matrices; names genes that occur several times', async () => {
    const shape: [number, number] = [3000, 50];
    const x = { data: new Float32Array(150_000).map((_, i) => i % 7), shape };
    const varNames = Array.from({ length: 50 }, (_, i) => `G${i % 48}`);
    const obs = { donor: categorical(Array.from({ length: 3000 }, (_, i) => `d${i % 3}`)) };
    const found = await inspect(await writeH5ad(createAnnData(x, { varNames, obs })));
    expect(found.repeatedGenes).toEqual(['G0', 'G1']);
    expect(found.x).toMatchObject({
      format: 'dense',
      type: 'float32',
      stored: 150_000,
      compression: ['gzip'],
    });
    expect(found.x!.units).toMatchObject({ kind: 'counts', smallest: 0, largest: 6, whole: 1 });
    expect(found.x!.units!.cells).toBe(300);
    expect([found.batchCandidates, found.labelCandidates]).toEqual([['donor'], []]);
  });
});

test('readH5ad tells how much of a sparse or dense X it has read; whole collections can be left out', async () => {
  for (const name of ['full', 'dense']) {
    const heard: number[][] = [];
    const onProgress = (...counts: number[]) => heard.push(counts);
    const { obsm } = await readH5ad(fixture(name), { onProgress, leaveOut: ['obsm'] });
    expect(heard.at(-1)![0]).toBe(heard.at(-1)![1]);
    expect(new Set(heard.map(([, all]) => all)).size).toBe(1);
    expect(obsm).toEqual({});
  }
});

test('candidates: names that batches and types have, groups of several cells only, the likeliest first', () => {
  const column = (name: string, distinct: number | undefined, kind = 'categories') =>
    ({ name, kind, missing: 0, examples: [], ...(distinct ? { distinct } : {}) }) as never;
  const columns = [
    column('n_genes', 900, 'whole numbers'),
    column('cell_type', 8),
    column('barcode_sample', 1000),
    column('donor_id', 4),
    column('batch', 2),
    column('leiden', 12),
    column('pct_mt', undefined, 'numbers'),
    column('tissue', 1),
  ];
  expect(candidates(columns, 1000)).toEqual({
    batch: ['batch', 'donor_id'],
    labels: ['cell_type', 'leiden'],
  });
});
