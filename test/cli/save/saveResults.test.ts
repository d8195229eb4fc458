import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../../src/autoencoder/DisentangledAE.js';
import { saveResults } from '../../../src/cli/save/saveResults.js';
import { createAnnData } from '../../../src/io/createAnnData.js';
import { addToH5ad, type H5adAdditions } from '../../../src/io/h5ad/addToH5ad.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../../src/io/h5ad/writeH5ad.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { syntheticCells } from '../../helpers/cells.js';

let folder = '';
const at = (name: string) => join(folder, name);
const { x, batch } = syntheticCells({ cells: 40, genes: 8 });
const names = Array.from({ length: 40 }, (_, i) => (i ? `c${i}` : 'a "cell", quoted'));
const bio: Matrix = { data: Float32Array.from({ length: 80 }, (_, i) => i / 3), shape: [40, 2] };
const results = async () => ({ obsm: { X_bio: bio }, layers: {}, var: {} });
const signal = new AbortController().signal;

let trained: DisentangledAE;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-save-'));
  await writeH5ad(createAnnData(x, { obsNames: names }), at('cells.h5ad'));
  trained = new DisentangledAE({ latent: { bio: 2, nio: 2 }, input: 'asIs' });
  await trained.fit(x, batch, { epochs: 1 });
});
afterAll(async () => {
  trained.dispose();
  await rm(folder, { recursive: true });
});

const saving = (out: string, source = at('cells.h5ad')) => ({
  out,
  cells: names,
  trained,
  signal,
  write: (additions: H5adAdditions) => addToH5ad(source, additions, out),
});

/** The model in a file gives the latents of the trained one. */
async function expectModel(path: string): Promise<void> {
  using again = await DisentangledAE.load(path);
  expect((await again.transform(x)).bio).toEqual((await trained.transform(x)).bio);
}

describe('after training', () => {
  test('everything goes where it belongs', async () => {
    await saveResults({ ...saving(at('out.h5ad')), path: at('m.zbio') }, results);
    expect((await readH5ad(at('out.h5ad'))).obsm['X_bio']).toEqual(bio);
    await expectModel(at('m.zbio'));
  });

  test('an output that cannot be written: model and latents are saved beside it, and the error says where', async () => {
    // It became a folder while the model was trained.
    await mkdir(at('taken.h5ad'));
    const saved = saveResults(saving(at('taken.h5ad')), results);
    await expect(saved).rejects.toThrow(
      `it is a folder. Name a file in it. What there is: the model is in ${at('taken.h5ad.zbio')}; ` +
        `the table of latents is in ${at('taken.h5ad.latents.csv')}.`,
    );
    await expectModel(at('taken.h5ad.zbio'));
    const lines = (await readFile(at('taken.h5ad.latents.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(41);
    expect(lines[0]).toBe('cell,X_bio_0,X_bio_1');
    expect(lines[1]).toMatch(/^"a ""cell"", quoted",0,/);
    expect(Float32Array.from(lines[4]!.split(',').slice(1), Number)).toEqual(bio.data.subarray(6, 8));
  });

  test('the source is gone: as before', async () => {
    const saved = saveResults({ ...saving(at('o.h5ad'), at('gone.h5ad')), path: at('m2.zbio') }, results);
    await expect(saved).rejects.toThrow(
      `What there is: the model is in ${at('m2.zbio')}; the table of latents is in`,
    );
  });

  test('a model that cannot be saved in its place is saved beside the output, which is complete', async () => {
    const path = at('none/m.zbio');
    const saved = saveResults({ ...saving(at('whole.h5ad')), path }, results);
    await expect(saved).rejects.toThrow(
      `What there is: the model is in ${at('whole.h5ad.zbio')}; ${at('whole.h5ad')} is complete.`,
    );
    expect((await readH5ad(at('whole.h5ad'))).obsm['X_bio']).toEqual(bio);
  });

  test('results that cannot be computed do not cost the model', async () => {
    const failing = () => Promise.reject(new Error('no memory'));
    const saved = saveResults({ ...saving(at('never.h5ad')), path: at('m3.zbio') }, failing);
    await expect(saved).rejects.toThrow(`no memory. What there is: the model is in ${at('m3.zbio')}.`);
    await expectModel(at('m3.zbio'));
  });

  test('an interrupt writes nothing', async () => {
    const before = await readdir(folder);
    const aborted = AbortSignal.abort(new Error('interrupted'));
    await expect(saveResults({ ...saving(at('i.h5ad')), signal: aborted }, results)).rejects.toThrow(
      'interrupted',
    );
    expect(await readdir(folder)).toEqual(before);
  });
});
