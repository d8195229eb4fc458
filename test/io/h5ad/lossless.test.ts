import { readFileSync, statSync } from 'node:fs';
import { link, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnnData } from '../../../src/io/anndata.js';
import { addToH5ad } from '../../../src/io/h5ad/addToH5ad.js';
import { checkWritable } from '../../../src/io/h5ad/checkWritable.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../../src/io/h5ad/writeH5ad.js';
import { subsetCells } from '../../../src/io/subset.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { fixture } from '../fixtures.js';
import { elementsOf } from './elementsOf.js';

let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-lossless-'));
});
afterAll(() => rm(folder, { recursive: true }));

const matrix = (rows: number, columns: number, value = 1): Matrix => ({
  data: new Float32Array(rows * columns).fill(value),
  shape: [rows, columns],
});

/** Checks that a file has every element of another as it was, and returns the names of the others. */
async function expectKept(
  before: Uint8Array,
  after: Uint8Array,
  except: readonly string[] = [],
): Promise<string[]> {
  const [old, now] = [await elementsOf(before), await elementsOf(after)];
  for (const [path, element] of old) {
    if (!except.some((name) => path === name || path.startsWith(`${name}/`))) {
      expect([path, now.get(path)]).toEqual([path, element]);
    }
  }
  return [...now.keys()].filter((path) => !old.has(path));
}

const files = ['full', 'csc', 'dense', 'anndata07', 'records', 'rich', 'richNewest'];

describe.each(files)('%s', (name) => {
  const before = readFileSync(fixture(name));

  test('is written as it was, to the byte, if nothing has changed', async () => {
    await writeH5ad(await readH5ad(fixture(name)), at('same.h5ad'));
    expect(before.equals(readFileSync(at('same.h5ad')))).toBe(true);
    expect(before.equals(await writeH5ad(await readH5ad(before)))).toBe(true);
  });

  test('keeps everything when latents, columns and entries of uns are added', async () => {
    const adata = await readH5ad(fixture(name));
    const [cells, genes] = adata.x.shape;
    adata.obsm['X_bio'] = matrix(cells, 2);
    adata.layers['corrected'] = matrix(cells, genes);
    adata.uns['zbio'] = { version: '1', done: true };
    await writeH5ad(adata, at('more.h5ad'));
    // Before anndata 0.7, obsm was a dataset, which becomes a group.
    const added = await expectKept(before, readFileSync(at('more.h5ad')), name === 'records' ? ['obsm'] : []);
    expect(added).toEqual(expect.arrayContaining(['obsm/X_bio', 'layers/corrected', 'uns/zbio/done']));
    const { source, ...again } = await readH5ad(at('more.h5ad'));
    const { source: _, ...expected } = adata;
    expect(again).toEqual(expected);
  });

  test('takes changed and removed elements, and keeps all others', async () => {
    const adata = await readH5ad(before);
    const [cells] = adata.x.shape;
    adata.obs = { fresh: Array.from({ length: cells }, (_, i) => i % 2 === 0) };
    adata.x.data[0]! += 1;
    adata.varNames[0] = 'renamed';
    const bytes = await writeH5ad(adata);
    await expectKept(before, bytes, ['/', 'X', 'obs', 'var', 'uns/louvain_categories']);
    const { source, skipped, ...again } = await readH5ad(bytes);
    const { source: _, skipped: __, ...expected } = adata;
    expect(again).toEqual(expected);
  });
});

describe('elements that are replaced', () => {
  const before = readFileSync(fixture('rich'));

  test('next to opaque ones: only they change, at any depth', async () => {
    const adata = await readH5ad(before);
    const groups = adata.uns['rank_genes_groups'] as { params: Record<string, string> };
    groups.params['groupby'] = 'stage';
    adata.obsm['X_pca'] = matrix(12, 5);
    const bytes = await writeH5ad(adata);
    const kept = ['obsm/X_pca', 'uns/rank_genes_groups/params/groupby'];
    expect(await expectKept(before, bytes, kept)).toEqual([]);
    const again = await readH5ad(bytes);
    expect(again.obsm['X_pca']).toEqual(matrix(12, 5));
    expect(again.uns['rank_genes_groups']).toMatchObject({ params: { groupby: 'stage' } });
  });

  test('of the same size take no further space', async () => {
    const out = at('again.h5ad');
    const latents = (value: number) => ({
      obsm: { X_bio: matrix(12, 4, value) },
      layers: { corrected: matrix(12, 6, value) },
    });
    await addToH5ad(fixture('rich'), latents(1), out);
    const { size } = statSync(out);
    await addToH5ad(out, latents(2), out);
    expect(statSync(out).size).toBe(size);
    expect((await readH5ad(out)).obsm['X_bio']).toEqual(matrix(12, 4, 2));
  });

  test.each([
    ['rich', 8_000],
    ['full', 8_000],
  ])('%s: a file grows by what is added, and by little else', async (name, overhead) => {
    const bytes = await addToH5ad(readFileSync(fixture(name)), { uns: { wide: new Float32Array(4000) } });
    expect(bytes.length - statSync(fixture(name)).size).toBeLessThan(4 * 4000 + overhead);
  });

  test('columns whose name has a slash stay, and may change', async () => {
    const adata = await readH5ad(before);
    adata.obs['CD4/CD8'] = new Float64Array(12).fill(2);
    const bytes = await writeH5ad(adata);
    await expectKept(before, bytes, ['obs/CD4/CD8']);
    expect((await readH5ad(bytes)).obs['CD4/CD8']).toEqual(new Float64Array(12).fill(2));
    delete adata.obs['CD4/CD8'];
    expect(Object.keys((await readH5ad(await writeH5ad(adata))).obs)).not.toContain('CD4/CD8');
  });

  test('only if the attributes around them can be copied, which is known before', async () => {
    const adata = await readH5ad(fixture('rich'));
    adata.uns['frame'] = 'instead of a table';
    adata.uns['extra'] = 'instead of a dictionary';
    await checkWritable(at('new.h5ad'), adata);
    const paths = [...(await elementsOf(await writeH5ad(adata))).keys()];
    expect(paths.filter((path) => /^uns\/(frame|extra)\//.test(path))).toEqual([]);
    const flagged = { obsm: {}, uns: { flagged: { inside: { value: 2 } } } };
    const message = /nothing in 'uns\/flagged\/inside' can be replaced, because its attribute 'flag'/;
    await expect(addToH5ad(fixture('rich'), flagged)).rejects.toThrow(message);
  });
});

describe('the source', () => {
  const extra = { obsm: { X_bio: matrix(12, 2) } };

  test.each([
    ['the same path', async (path: string) => path],
    ['a symbolic link', (path: string) => symlink(path, `${path}.link`).then(() => `${path}.link`)],
    ['a hard link', (path: string) => link(path, `${path}.hard`).then(() => `${path}.hard`)],
  ])('may be the output: %s', async (kind, linkTo) => {
    const path = at(`own ${kind}.h5ad`);
    const before = await readFile(fixture('rich'));
    await writeFile(path, before);
    const out = await linkTo(path);
    await addToH5ad(path, extra, out);
    await expectKept(before, await readFile(out));
    expect((await readH5ad(out)).obsm['X_bio']).toEqual(extra.obsm.X_bio);
    // Behind a symbolic link it is the same file; a hard link leaves the other name its old content.
    expect(before.equals(await readFile(path))).toBe(kind === 'a hard link');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('may be written several times', async () => {
    const path = at('several.h5ad');
    await writeFile(path, await readFile(fixture('rich')));
    const adata = await readH5ad(path);
    for (const value of [1, 2]) {
      adata.obsm['X_bio'] = matrix(12, 2, value);
      await writeH5ad(adata, path);
    }
    await expectKept(await readFile(fixture('rich')), await readFile(path));
    expect((await readH5ad(path)).obsm['X_bio']).toEqual(matrix(12, 2, 2));
  });

  test('that somebody else has changed or removed is an error with two ways on', async () => {
    const path = at('changed.h5ad');
    await writeFile(path, await readFile(fixture('rich')));
    const adata = await readH5ad(path);
    await addToH5ad(path, extra, path);
    await expect(writeH5ad(adata, at('never.h5ad'))).rejects.toThrow(
      /changed\.h5ad', which the cells were read from, has changed since .* Read the cells again, or delete adata\.source/,
    );
    await rm(path);
    await expect(writeH5ad(adata)).rejects.toThrow(/is no longer there\. Read the cells again/);
    delete adata.source;
    expect((await readH5ad(await writeH5ad({ ...adata, obs: {} }))).x).toEqual(adata.x);
  });

  test('is dropped by selections, whose cells or genes are others', async () => {
    const adata = await readH5ad(fixture('rich'));
    expect(subsetCells(adata, [0, 1]).source).toBeUndefined();
    const shorter: AnnData = { ...subsetCells(adata, [0, 1]), source: adata.source! };
    await expect(writeH5ad(shorter)).rejects.toThrow(
      /obsNames: expected 12 names, .* received 2\. Delete adata\.source/,
    );
  });

  test.each([
    ['counts', 'X'],
    ['raw', 'X'],
  ])('keeps its X when x is read from %s', async (x) => {
    const adata = await readH5ad(fixture('rich'), { x });
    adata.obsm['X_bio'] = matrix(12, 2);
    adata.var['mean'] = new Float64Array(6);
    const bytes = await writeH5ad(adata);
    await expectKept(readFileSync(fixture('rich')), bytes, ['var', 'raw/var']);
    expect((await readH5ad(bytes, { x })).var['mean']).toEqual(new Float64Array(6));
  });

  test('an abort leaves the output as it was', async () => {
    await writeFile(at('kept'), 'before');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(addToH5ad(fixture('rich'), extra, at('kept'), { signal })).rejects.toThrow('enough');
    await expect(writeH5ad(await readH5ad(fixture('rich')), at('kept'), { signal })).rejects.toThrow(
      'enough',
    );
    expect(await readFile(at('kept'), 'utf8')).toBe('before');
  });
});
