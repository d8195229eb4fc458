import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import h5wasm, { type Dataset } from 'h5wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnnData } from '../../../src/io/anndata.js';
import { createAnnData } from '../../../src/io/createAnnData.js';
import { addToH5ad } from '../../../src/io/h5ad/addToH5ad.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../../src/io/h5ad/writeH5ad.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { createRng } from '../../../src/random/rng.js';
import { csr } from '../../preprocess/reference.js';
import { expected, fixture } from '../fixtures.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-'));
});

const small: Matrix = { data: Float32Array.of(1, 0, 2, 0, 3, 0), shape: [2, 3] };

/** Reads without the file that it came from, so that writing makes a file of its own. */
async function readAlone(file: string | Uint8Array): Promise<AnnData> {
  const { source, skipped, ...adata } = await readH5ad(file);
  return adata;
}

describe('a round trip through a file of its own', () => {
  it.each(Object.keys(expected))('keeps everything that was read from %s', async (name) => {
    const adata = await readAlone(fixture(name));
    const again = await readAlone(await writeH5ad(adata));
    const { none, ...uns } = adata.uns;
    expect(again).toEqual({ ...adata, uns });
  });

  it('tells how many values it has written', async () => {
    const [made, added] = [[] as number[][], [] as number[][]];
    const z: Matrix = { data: new Float32Array(5_000_000), shape: [5000, 1000] };
    const adata = createAnnData(z, { obsm: { X_bio: { data: z.data.subarray(0, 5000), shape: [5000, 1] } } });
    const bytes = await writeH5ad(adata, undefined, { onProgress: (...at) => made.push(at) });
    expect(made).toEqual([4_194_000, 5_000_000, 5_005_000].map((done) => [done, 5_005_000]));
    const onProgress = (...at: number[]) => added.push(at);
    await addToH5ad(bytes, { layers: { more: z } }, undefined, { onProgress });
    expect(added).toEqual([4_194_000, 5_000_000].map((done) => [done, 5_000_000]));
  });

  it('stops within a large matrix at an abort', async () => {
    const stop = new AbortController();
    const z: Matrix = { data: new Float32Array(5_000_000), shape: [5000, 1000] };
    const options = { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) };
    const path = join(folder, 'stopped.h5ad');
    await expect(writeH5ad(createAnnData(z), path, options)).rejects.toThrow('enough');
    expect(await readdir(folder)).not.toContain('stopped.h5ad');
  });

  it('is the same through a file as through bytes', async () => {
    const path = join(folder, 'cells.h5ad');
    const adata = await readAlone(fixture('full'));
    expect(await writeH5ad(adata, path)).toBeUndefined();
    expect(await readAlone(path)).toEqual(await readAlone(await writeH5ad(adata)));
    expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('.part'));
  });

  it('keeps arrays that are compressed and written in pieces', async () => {
    const [cells, genes] = [3000, 1500];
    const data = createRng(3).normals(new Float32Array(cells * genes));
    const x: Matrix = { data: data.map((value) => (value > 1 ? value : 0)), shape: [cells, genes] };
    const sparse = csr(x);
    const bytes = await writeH5ad(createAnnData(x, { layers: { sparse } }));
    const again = await readH5ad(bytes);
    expect(bytes.length).toBeLessThan(0.7 * 4 * cells * genes);
    expect(again.x.data.every((value, at) => value === x.data[at])).toBe(true);
    const layer = again.layers['sparse'] as typeof sparse;
    expect(layer.data.length).toBe(sparse.data.length);
    expect(layer.indices.every((value, at) => value === sparse.indices[at])).toBe(true);
    expect(layer.indptr).toEqual(sparse.indptr);
  });

  it('accepts plain arrays in uns, and no cells', async () => {
    const none = createAnnData(
      { data: new Float32Array(0), shape: [0, 3] },
      { uns: { list: [1, 2], half: [0.5], empty: [] } },
    );
    const again = await readH5ad(await writeH5ad(none));
    expect(again.x.shape).toEqual([0, 3]);
    expect(again.uns).toEqual({ list: Int32Array.of(1, 2), half: Float64Array.of(0.5), empty: [] });
  });
});

describe('the file', () => {
  it('has true booleans, as h5py writes them', async () => {
    const { FS } = await h5wasm.ready;
    FS.writeFile(
      '/bool.h5ad',
      await writeH5ad(createAnnData(small, { var: { chosen: [true, false, true] }, uns: { ok: true } })),
    );
    const file = new h5wasm.File('/bool.h5ad', 'r');
    const members = { FALSE: 0, TRUE: 1 };
    expect((file.get('var/chosen') as Dataset).metadata.enum_type).toMatchObject({ members });
    expect((file.get('var/chosen') as Dataset).json_value).toEqual([true, false, true]);
    expect((file.get('uns/ok') as Dataset).json_value).toBe(true);
    file.close();
  });

  it('is marked as anndata expects', async () => {
    const { FS } = await h5wasm.ready;
    FS.writeFile('/marks.h5ad', await writeH5ad(createAnnData(csr(small))));
    const file = new h5wasm.File('/marks.h5ad', 'r');
    const encoding = (path: string) => (file.get(path) as Dataset).attrs['encoding-type']?.value;
    expect(['/', 'X', 'obs', 'uns', 'obs/_index'].map(encoding)).toEqual([
      'anndata',
      'csr_matrix',
      'dataframe',
      'dict',
      'string-array',
    ]);
    file.close();
  });
});

describe('what cannot be written', () => {
  it.each<[string, Partial<AnnData>, string]>([
    [
      'a column of another length',
      { obs: { batch: ['a'] } },
      "obs['batch']: expected 2 entries, one per cell",
    ],
    ['a layer of another size', { layers: { raw: { ...small, shape: [3, 2] } } }, "layers['raw']"],
    [
      'a name with a slash',
      { obs: { 'a/b': ['x', 'y'] } },
      "obs: expected names without '/', as h5ad takes them for paths, received 'a/b'. Rename it, for example to 'a_b'.",
    ],
    ['an empty name', { uns: { '': 1 } }, "received ''. Rename it."],
    ['a column called as the index', { obs: { _index: ['x', 'y'] } }, "expected no column '_index'"],
    ['text that HDF5 would cut', { obs: { note: ['a\0b', 'c'] } }, 'without the character NUL'],
    ['a function in uns', { uns: { run: (() => 1) as unknown as string } }, "uns['run']: expected a value"],
    [
      'mixed values in uns',
      { uns: { list: [1, 'a'] as unknown as string[] } },
      "uns['list']: expected entries of one kind: all text, all numbers or all booleans, received 1 in entry 0, a in entry 1",
    ],
  ])('%s', async (_, parts, message) => {
    const adata = { ...createAnnData(small), ...parts };
    await expect(writeH5ad(adata)).rejects.toThrow(message);
    expect((await readH5ad(await writeH5ad(createAnnData(small)))).x).toEqual(small);
  });

  it('is refused before the work: a path without a folder, a folder, a read-only file', async () => {
    const adata = createAnnData(small);
    await expect(writeH5ad(adata, join(folder, 'no', 'out.h5ad'))).rejects.toThrow(
      /Can't write '.*out.h5ad': the folder .*no doesn't exist/,
    );
    await expect(writeH5ad(adata, folder)).rejects.toThrow('it is a folder');
  });

  it('leaves the existing file unchanged', async () => {
    const path = join(folder, 'kept.h5ad');
    await writeFile(path, 'before');
    await expect(writeH5ad({ ...createAnnData(small), uns: { '': 1 } }, path)).rejects.toThrow();
    expect(await readFile(path, 'utf8')).toBe('before');
    const closed = join(folder, 'closed');
    await mkdir(closed);
    await chmod(closed, 0o555);
    if (process.getuid?.() !== 0)
      await expect(writeH5ad(createAnnData(small), join(closed, 'a.h5ad'))).rejects.toThrow('EACCES');
  });
});
