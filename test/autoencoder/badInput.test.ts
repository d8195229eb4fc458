import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { defaultTerms } from '../../src/autoencoder/terms/defaultTerms.js';
import type { LossTerm } from '../../src/autoencoder/terms/forwardPass.js';
import { createEncoder } from '../../src/nn/networks/createEncoder.js';
import { syntheticCells } from '../helpers/cells.js';

const { x, batch } = syntheticCells({ cells: 60, genes: 8 });
const genes = Array.from({ length: 8 }, (_, i) => `G${i}`);
const quick = { epochs: 1, batchSize: 32 };
const withValue = (at: number, value: number) => ({ ...x, data: x.data.with(at, value) });

describe('options', () => {
  test.each([
    [{ preset: 'specifed' }, /preset: .*received 'specifed'\. Did you mean 'specified'\?/],
    [{ latnt: {} }, /DisentangledAE: .*unknown option 'latnt'\. Did you mean 'latent'\?/],
    [{ latent: { bio: 0 } }, /latent\.bio\.size: expected a whole number >= 1, received 0/],
    [{ latent: { bio: { dist: 1 } } }, /unknown option 'dist'/],
    [{ terms: [] }, /terms: expected a list of at least one loss term.*defaultTerms\(\)/],
    [{ input: 'count' }, /Did you mean 'counts'\?/],
  ])('%o is refused with a clear error', (options, message) => {
    expect(() => new DisentangledAE(options as never)).toThrow(message);
  });
});

describe('fit', () => {
  const model = new DisentangledAE();
  const own = (term: unknown) => new DisentangledAE({ terms: [...defaultTerms(), term as LossTerm] });

  test.each([
    [
      'lengths that disagree',
      x,
      batch.slice(1),
      quick,
      /fit: batch: expected 60 entries, one per cell of x, received 59/,
    ],
    ['NaN', withValue(21, Number.NaN), batch, { ...quick, genes }, /NaN in cell 2, gene 5 \('G5'\)/],
    ['infinity', withValue(7, Infinity), batch, quick, /Infinity in cell 0, gene 7/],
    ['a cell without a batch', x, batch.map((name, i) => (i === 3 ? '' : name)), quick, /none for cell 3/],
    ['no cells', { data: new Float32Array(0), shape: [0, 8] }, [], quick, /at least 2 cells/],
    ['a shape that does not fit', { data: x.data, shape: [59, 8] }, batch, quick, /59 x 8 = 472 values/],
    ['ragged rows', [[1, 2], [1]], ['a', 'b'], quick, /rows of 2 values.*1 in row 1/],
    ['something else', 'cells.h5ad', batch, quick, /fit: x: expected a Matrix/],
    ['an unknown option', x, batch, { epoch: 3 }, /unknown option 'epoch'\. Did you mean 'epochs'\?/],
    ['no epochs', x, batch, { epochs: 0 }, /fit: epochs: expected a whole number >= 1/],
    ['early stopping without held-out cells', x, batch, { earlyStopping: {} }, /validation: 0\.1/],
    ['a tiny validation', x, batch, { validation: 0.01 }, /leaves at least 2 cells/],
    ['too few gene names', x, batch, { genes: ['G0'] }, /expected 8 entries, one per gene, received 1/],
  ])('%s', async (_, cells, batches, options, message) => {
    await expect(model.fit(cells as never, batches, options as never)).rejects.toThrow(message);
  });

  test('negative values where counts are required', async () => {
    const counts = new DisentangledAE({ input: 'counts' });
    await expect(counts.fit(withValue(0, -1), batch, quick)).rejects.toThrow(
      /no value below 0.*input: 'asIs'/,
    );
  });

  test('a CSR matrix whose parts disagree', async () => {
    const csr = { data: new Float32Array(2), indices: Int32Array.of(0, 9), indptr: Int32Array.of(0, 1, 2) };
    const two = ['a', 'b'];
    await expect(model.fit({ ...csr, shape: [2, 8] }, two)).rejects.toThrow(
      /column indices below 8, received 9/,
    );
    await expect(model.fit({ ...csr, shape: [3, 8] }, two)).rejects.toThrow(/indptr of 4 ascending offsets/);
  });

  test('a network of the wrong width: the error describes its columns', async () => {
    const encoder = createEncoder({ genes: 8, latent: { bio: 3, nio: 3 } });
    await expect(new DisentangledAE({ encoder }).fit(x, batch, quick)).rejects.toThrow(
      /encoder: expected a network from \[cells, 8\] to \[cells, 36\], received one to \[cells, 12\]/,
    );
  });

  test('values that are not terms, two terms of the same name, a term that returns no scalar', async () => {
    await expect(own({ name: 'x' }).fit(x, batch, quick)).rejects.toThrow(/terms\[7\]: expected a loss term/);
    const twice = own({ name: 'klBio', loss: () => tf.scalar(0) });
    await expect(twice.fit(x, batch, quick)).rejects.toThrow(/received 'klBio' twice/);
    const wide = own({ name: 'wide', loss: (pass: { x: tf.Tensor }) => pass.x });
    await expect(wide.fit(x, batch, quick)).rejects.toThrow(/term 'wide': expected one number.*\[32,8\]/);
  });

  test('two fits of one model at once', async () => {
    const busy = new DisentangledAE();
    const first = busy.fit(x, batch, quick);
    await expect(busy.fit(x, batch, quick)).rejects.toThrow(/already training/);
    await first;
    busy.dispose();
  });
});

describe('after fit', () => {
  const model = new DisentangledAE();
  beforeAll(async () => {
    await model.fit(x, batch, { ...quick, genes });
  });

  test('before fit and after dispose, every call throws', async () => {
    const fresh = new DisentangledAE();
    await expect(fresh.transform(x)).rejects.toThrow(/transform: the model isn't fitted/);
    await expect(fresh.save()).rejects.toThrow(/save: the model isn't fitted/);
    fresh.dispose();
    await expect(fresh.correct(x)).rejects.toThrow(/correct: the model is disposed/);
    await expect(fresh.fit(x, batch)).rejects.toThrow(/disposed/);
  });

  test('other genes, in number or name', async () => {
    const other = syntheticCells({ cells: 5, genes: 9 }).x;
    await expect(model.transform(other)).rejects.toThrow(
      /transform: x: expected 8 genes, as at fit, received 9/,
    );
    const renamed = ['G9', ...genes.slice(1)];
    await expect(model.transform(x, { genes: renamed, missingGenes: 'error' })).rejects.toThrow(
      /cells without 1 of them \(13 %\): 'G0'\. Did you mean 'G9'\?.*missingGenes: 'mean'/,
    );
    await expect(model.transform(x, { genes })).resolves.toBeDefined();
  });

  test('a batch that fit did not see', async () => {
    await expect(model.correct(x, { to: 'batch 9' })).rejects.toThrow(
      /correct: to: expected one of 'batch 0', 'batch 1', received 'batch 9'/,
    );
    await expect(
      model.reconstruct(
        x,
        batch.map(() => 'new'),
      ),
    ).rejects.toThrow(/reconstruct: batch.*'new'/);
    await expect(model.correct(x, { from: 'a' } as never)).rejects.toThrow(/unknown option 'from'/);
  });

  test('a path that cannot be written', async () => {
    await expect(model.save('/no/such/folder/m.zbio')).rejects.toThrow(
      /Can't write '.*no\/such\/folder.*': the folder .* doesn't exist\. Create it first\./,
    );
  });
});
