import { beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { syntheticCells, syntheticCounts } from '../helpers/cells.js';

const cellsOf = { cells: 300, genes: 30, types: 2, seed: 3 };

/** Mean of each gene over the cells of one batch. */
function batchMean({ data, shape }: Matrix, batch: readonly string[], name: string): number[] {
  const rows = batch.flatMap((own, i) => (own === name ? [i] : []));
  return Array.from(
    { length: shape[1] },
    (_, g) => rows.reduce((sum, i) => sum + data[i * shape[1] + g]!, 0) / rows.length,
  );
}

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, i) => value - b[i]!));

describe('log-normalised cells', () => {
  const { x, batch } = syntheticCells(cellsOf);
  const model = new DisentangledAE({ seed: 1 });
  beforeAll(async () => {
    await model.fit(x, batch, { epochs: 100, batchSize: 64 });
  });

  test('corrected cells of both batches agree, and resemble the target batch', async () => {
    const corrected = await model.correct(x, { to: 'batch 1' });
    const apart = distance(batchMean(x, batch, 'batch 0'), batchMean(x, batch, 'batch 1'));
    const left = distance(batchMean(corrected, batch, 'batch 0'), batchMean(corrected, batch, 'batch 1'));
    const off = distance(batchMean(corrected, batch, 'batch 0'), batchMean(x, batch, 'batch 1'));
    expect(left).toBeLessThan(0.3 * apart);
    expect(off).toBeLessThan(0.4 * apart);
  });

  test('the default target is the mean over the batches', async () => {
    const [to0, to1] = [await model.correct(x, { to: 'batch 0' }), await model.correct(x, { to: 'batch 1' })];
    const mean = await model.correct(x);
    mean.data.forEach((value, i) => {
      expect(value).toBeCloseTo((to0.data[i]! + to1.data[i]!) / 2, 4);
    });
  });

  test('reconstruction is nearer to the cells than their mean is', async () => {
    const output = await model.reconstruct(x, batch);
    const mean = x.data.reduce((sum, value) => sum + value, 0) / x.data.length;
    const error = x.data.reduce((sum, value, i) => sum + (value - output.data[i]!) ** 2, 0);
    expect(error).toBeLessThan(0.5 * x.data.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  });

  test('cells keep their order, in whichever chunk they are', async () => {
    const { bio } = await model.transform(x);
    const many = { data: new Float32Array(5 * x.data.length), shape: [1500, 30] as [number, number] };
    for (let i = 0; i < 5; i++) many.data.set(x.data, i * x.data.length);
    const again = (await model.transform(many)).bio;
    for (let i = 0; i < 5; i++) {
      const part = again.data.subarray(i * bio.data.length, (i + 1) * bio.data.length);
      part.forEach((value, j) => {
        expect(value).toBeCloseTo(bio.data[j]!, 4);
      });
    }
  });
});

describe('counts', () => {
  const { x, batch } = syntheticCounts(cellsOf);
  const model = new DisentangledAE({ seed: 1 });
  beforeAll(async () => {
    await model.fit(x, batch, { epochs: 60, batchSize: 64 });
  });

  test('are recognised, and come back as counts at each cell’s own total', async () => {
    expect(model.input).toBe('counts');
    const output = await model.reconstruct(x, batch);
    const total = ({ data, shape }: Matrix, row: number) =>
      data.subarray(row * shape[1], (row + 1) * shape[1]).reduce((a, b) => a + b, 0);
    for (let row = 0; row < 300; row++) expect(total(output, row) / total(x, row)).toBeCloseTo(1, 4);
    const nearness = distance(batchMean(output, batch, 'batch 0'), batchMean(x, batch, 'batch 0'));
    expect(nearness).toBeLessThan(0.3 * Math.hypot(...batchMean(x, batch, 'batch 0')));
    expect(Math.min(...output.data)).toBeGreaterThanOrEqual(0);
  });

  test('a scale that is given is not guessed', async () => {
    const asIs = new DisentangledAE({ input: 'asIs' });
    await asIs.fit(x, batch, { epochs: 1 });
    expect(asIs.input).toBe('asIs');
    asIs.dispose();
  });
});
