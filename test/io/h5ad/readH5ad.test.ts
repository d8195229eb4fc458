import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import h5wasm from 'h5wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { isCsr } from '../../../src/matrix/matrix.js';
import { entries, expected, fixture, mapValues, rows } from '../fixtures.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-'));
});

describe.each(Object.keys(expected) as (keyof typeof expected)[])('the file %s', (name) => {
  it.each([
    ['by path', fixture(name)],
    ['from a Uint8Array', new Uint8Array(readFileSync(fixture(name)))],
    ['from an ArrayBuffer', new Uint8Array(readFileSync(fixture(name))).buffer],
  ])('reads as anndata reads it, %s', async (_, source) => {
    const adata = await readH5ad(source);
    const { x, obs, var: vars, obsm, layers, obsNames, varNames } = adata;
    expect({
      x: rows(x),
      obsNames,
      varNames,
      obs: mapValues(obs, entries),
      var: mapValues(vars, entries),
      obsm: mapValues(obsm, rows),
      layers: mapValues(layers, rows),
    }).toEqual(expected[name]);
  });
});

describe('a current file', () => {
  it('reads every kind of column with its type', async () => {
    const { obs } = await readH5ad(fixture('full'));
    expect(obs['batch']).toEqual({ categories: ['a', 'b'], codes: Int32Array.of(1, 0, -1, 1, 0) });
    expect(obs['stage']).toMatchObject({ categories: ['low', 'mid', 'high'], ordered: true });
    expect(obs['cluster']).toMatchObject({ categories: [1, 2, 3] });
    expect(obs['total']).toBeInstanceOf(Float64Array);
    expect(obs['score']).toBeInstanceOf(Float32Array);
    expect(obs['counted']).toBeInstanceOf(Int32Array);
    expect(obs['wide']).toBeInstanceOf(Float64Array);
    expect(obs['doublet']).toEqual([true, false, false, true, false]);
    expect(obs['passages']).toMatchObject({ mask: Uint8Array.of(0, 1, 0, 1, 0) });
    expect(Object.keys(obs).slice(0, 3)).toEqual(['batch', 'stage', 'cluster']);
  });

  it('keeps sparse matrices sparse, CSC included', async () => {
    const { x, layers } = await readH5ad(fixture('full'));
    expect([isCsr(x), isCsr(layers['counts']!), isCsr(layers['dense']!)]).toEqual([true, true, false]);
  });

  it('reads the parts of uns that plain values can represent', async () => {
    const { uns } = await readH5ad(fixture('full'));
    expect(uns).toEqual({
      title: 'five cells',
      seed: 7,
      ratio: 0.25,
      done: true,
      none: null,
      colors: ['#fff', '#000'],
      weights: Float64Array.of(0.5, 1.5),
      flags: [true, false],
      grid: { data: Float32Array.of(0, 1, 2, 3, 4, 5), shape: [2, 3] },
      log1p: { base: 2, nested: { deep: 'value' } },
    });
  });

  it('lists what was skipped', async () => {
    const { skipped } = await readH5ad(fixture('full'));
    const all = ['obsm/table', 'obsp/distances', 'raw', 'uns/frame', 'uns/matrix', 'varm/PCs'];
    expect([...skipped!].sort()).toEqual(all);
    expect((await readH5ad(fixture('dense'))).skipped).toBeUndefined();
  });

  it('reads x from raw or from a layer', async () => {
    const raw = await readH5ad(fixture('full'), { x: 'raw' });
    expect(raw.varNames).toEqual([...expected.full.varNames, 'EXTRA']);
    expect(rows(raw.x)).toEqual(expected.full.x.map((row) => [...row, row[0]]));
    expect(raw.skipped).toEqual(expect.arrayContaining(['X', 'var', 'layers/counts']));
    expect(raw.skipped).not.toContain('raw');
    const layer = await readH5ad(fixture('full'), { x: 'counts' });
    expect(rows(layer.x)).toEqual(expected.full.layers['counts']);
  });
});

describe('a file of records', () => {
  it('joins categories, and reads single strings as strings', async () => {
    const { uns, obs, skipped } = await readH5ad(fixture('records'));
    expect(obs['louvain']).toEqual({ categories: ['B', 'NK', 'T'], codes: Int32Array.of(0, 1, -1, 2, 1) });
    const colors = ['#111', '#222', '#333'];
    const pca = { variance: Float64Array.of(2, 1) };
    expect(uns).toEqual({ louvain_colors: colors, pca, method: 'umap', neighbors: {} });
    expect([...skipped!].sort()).toEqual(['raw.X', 'raw.var', 'uns/neighbors/distances']);
  });

  it('has its counts in raw', async () => {
    const { x, varNames } = await readH5ad(fixture('records'), { x: 'raw' });
    expect(rows(x)).toEqual(expected.full.x);
    expect(varNames).toEqual(expected.records.varNames);
  });
});

describe('what cannot be read', () => {
  it('names the available expression', async () => {
    await expect(readH5ad(fixture('full'), { x: 'count' })).rejects.toThrow(
      "expected one of 'X', 'raw', 'counts', 'dense', received 'count'. Try readH5ad(source, { x: 'counts' }); on the command line, --layer.",
    );
    await expect(readH5ad(fixture('full'), { layer: 'counts' } as object)).rejects.toThrow("option 'layer'");
  });

  it('explains how to rewrite a file with an unsupported compression', async () => {
    const sources = [fixture('lzf'), new Uint8Array(readFileSync(fixture('lzf')))];
    for (const source of sources) {
      await expect(readH5ad(source)).rejects.toThrow(
        /'obs\/_index' can't be read: it is compressed by lzf \(HDF5 filter 32000\).*gzip/,
      );
    }
  });

  it('distinguishes a missing file, a folder and a file of another format', async () => {
    await expect(readH5ad(join(folder, 'none.h5ad'))).rejects.toThrow(
      /can be read, received '.*none.h5ad' \(ENOENT/,
    );
    await expect(readH5ad(folder)).rejects.toThrow('EISDIR');
    await writeFile(join(folder, 'table.csv'), 'gene,cell\n');
    await expect(readH5ad(join(folder, 'table.csv'))).rejects.toThrow(
      /expected an HDF5 file \(.h5ad\), received '.*table.csv'/,
    );
    await expect(readH5ad(new Uint8Array())).rejects.toThrow('which is empty');
    await expect(readH5ad(7 as unknown as string)).rejects.toThrow(
      'expected a path, a Uint8Array or an ArrayBuffer',
    );
  });

  it('detects a truncated file and damaged values', async () => {
    const bytes = new Uint8Array(readFileSync(fixture('csc')));
    await expect(readH5ad(bytes.subarray(0, 9000))).rejects.toThrow(/damaged or incomplete \(truncated file/);
    const path = join(folder, 'cut.h5ad');
    await writeFile(path, bytes.subarray(0, 9000));
    await expect(readH5ad(path)).rejects.toThrow(/damaged or incomplete/);
    // A checksum detects a changed byte; find one in the compressed chunks of X.
    const dense = new Uint8Array(readFileSync(fixture('dense')));
    const at = dense.findIndex((byte, i) => byte === 0x78 && dense[i + 1] === 0x5e);
    dense.fill(0, at + 2, at + 12);
    await expect(readH5ad(dense)).rejects.toThrow(
      "readH5ad: 'X': expected values that can be read, found filter returned failure",
    );
  });

  it('lists the content of an HDF5 file that is not an h5ad file', async () => {
    const { FS } = await h5wasm.ready;
    const file = new h5wasm.File('/other.h5', 'w');
    file.create_group('matrix');
    file.close();
    await expect(readH5ad(FS.readFile('/other.h5'))).rejects.toThrow('received an HDF5 file with matrix');
  });

  it('detects parts of different length', async () => {
    const { FS } = await h5wasm.ready;
    FS.writeFile('/short.h5ad', readFileSync(fixture('anndata07')));
    const file = new h5wasm.File('/short.h5ad', 'a');
    (file.get('obsm') as InstanceType<typeof h5wasm.Group>).create_dataset({
      name: 'X_pca',
      data: new Float32Array(8),
      shape: [4, 2],
    });
    file.close();
    await expect(readH5ad(FS.readFile('/short.h5ad'))).rejects.toThrow(
      "'obsm/X_pca': expected 5 rows, one per cell, found [4, 2]",
    );
  });

  it('leaves h5wasm usable and unchanged: it throws no errors of other callers', async () => {
    for (const name of ['lzf', 'csc', 'lzf']) {
      const bytes = new Uint8Array(readFileSync(fixture(name)));
      const outcome = await readH5ad(bytes).then(
        ({ obsNames }) => obsNames[1],
        () => 'thrown',
      );
      expect(outcome).toBe(name === 'lzf' ? 'thrown' : 'cell1');
    }
    const { FS } = await h5wasm.ready;
    FS.writeFile('/junk.h5', new Uint8Array(10));
    expect(new h5wasm.File('/junk.h5', 'r').file_id).toBe(-1n);
  });
});
