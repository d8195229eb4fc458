import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBackend } from '../../../src/backend/ensureBackend.js';
import { labels } from '../../../src/io/columnByName.js';
import { toDense } from '../../../src/matrix/toDense.js';
import { disentanglementMetrics } from '../../../src/metrics/disentanglement/disentanglementMetrics.js';
import { simulateCells } from '../../../src/simulate/simulateCells.js';
import { Drvi } from '../../../src/systems/drvi/Drvi.js';
import { rankGenes } from '../../../src/systems/drvi/rankGenes.js';
import { relativeDistance } from '../../helpers/gradient.js';

const adata = simulateCells({
  cells: 240,
  genes: 60,
  batches: 2,
  types: 3,
  batchEffect: 0.5,
  typeEffect: 1.5,
  seed: 1,
});
const x = toDense(adata.x);
const batch = labels(adata.obs, 'batch');
const type = labels(adata.obs, 'cell_type');
const options = { latent: 4, encoder: [24], decoder: [24], seed: 1 };
const fit = { epochs: 40, batchSize: 60 };

const rowTotals = ({ data, shape: [rows, columns] }: typeof x): number[] =>
  Array.from({ length: rows }, (_, i) => {
    return data.subarray(i * columns, (i + 1) * columns).reduce((sum, value) => sum + value, 0);
  });

describe('Drvi', () => {
  let model: Drvi;
  let before: number;
  const warnings: string[] = [];
  beforeAll(async () => {
    await ensureBackend();
    before = tf.memory().numTensors;
    // Fails if a step can't be compiled.
    model = await new Drvi(options).fit(
      x,
      { batch },
      { ...fit, compile: true, onWarning: (w) => warnings.push(w) },
    );
  });
  afterAll(() => {
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('learns, compiled, while the weight of the KL divergence rises over the whole run', () => {
    const { history } = model;
    expect(warnings).toEqual([]);
    expect(history.at(-1)!.terms['reconstruction']).toBeLessThan(0.9 * history[0]!.terms['reconstruction']!);
    expect(history[0]!.weights['kl']).toBeLessThan(0.1);
    expect(history.at(-1)!.weights['kl']).toBe(1);
  });

  test('finds the types', async () => {
    const { z } = await model.transform(x);
    expect(z.shape).toEqual([240, 4]);
    const { explicitness } = await disentanglementMetrics({ z }, { type });
    expect(explicitness).toBeGreaterThan(0.9);
  });

  test('reconstruct and correct keep the totals, and correct differs by batch', async () => {
    const reconstructed = await model.reconstruct(x, { batch });
    expect(relativeDistance(rowTotals(reconstructed), rowTotals(x))).toBeLessThan(1e-5);
    const [one, other, mean] = await Promise.all([
      model.correct(x, { to: 'batch 1' }),
      model.correct(x, { to: 'batch 2' }),
      model.correct(x),
    ]);
    expect(relativeDistance(one!.data, other!.data)).toBeGreaterThan(0.05);
    const halfway = one!.data.map((value, i) => (value + other!.data[i]!) / 2);
    expect(relativeDistance(mean!.data, halfway)).toBeLessThan(1e-6);
    const own = reconstructed.data.subarray(0, 60);
    const asOwn = (batch[0] === 'batch 1' ? one! : other!).data.subarray(0, 60);
    expect(relativeDistance(asOwn, own)).toBeLessThan(1e-5);
  });

  test('interpret orders the dimensions and ranks the genes', async () => {
    const found = await model.interpret(x, { batch });
    const effects = found.dimensions.map(({ effect }) => effect);
    expect(effects).toEqual([...effects].sort((a, b) => b - a));
    expect(found.outOfDistribution!.combined.positive.shape).toEqual([4, 60]);
    const names = Array.from({ length: 60 }, (_, g) => `gene ${g}`);
    const ranked = rankGenes(found, { genes: names, top: 3 });
    const first = ranked[0]!;
    // A dimension that vanishes may hold what all cells have in common.
    const used = found.dimensions.find(({ vanished }) => !vanished)!;
    expect(first.title).toBe(`${used.title}${used.vanishedPositive ? '-' : '+'}`);
    expect(first.column).toBe(used.column);
    expect(first.genes).toHaveLength(3);
    const scores = found.outOfDistribution!.combined[first.direction].data;
    const own = scores.subarray(first.column * 60, (first.column + 1) * 60);
    expect(first.genes[0]!.score).toBeCloseTo(Math.max(...own), 6);
    expect(first.genes[0]!.gene).toBe(`gene ${own.indexOf(Math.max(...own))}`);
  });

  test('the same seed gives the same bits, compiled and on several threads', async () => {
    // Many cells, so that logarithms are dealt out to threads: one's last bit may depend on where its piece begins.
    const many = simulateCells({ cells: 512, genes: 400, seed: 3 }).x;
    const run = async (): Promise<readonly number[]> => {
      using again = await new Drvi({ latent: 12, seed: 1 }).fit(many, {}, { epochs: 2, compile: true });
      return again.history.map(({ total }) => total);
    };
    const first = await run();
    for (let time = 0; time < 3; time++) expect(await run()).toEqual(first);
  });

  test('is the same after save and load', async () => {
    using again = await Drvi.load(await model.save());
    expect(again.options).toEqual(model.options);
    expect((await again.transform(x)).z).toEqual((await model.transform(x)).z);
    expect(await again.correct(x)).toEqual(await model.correct(x));
  });

  test('averages logits instead, and takes any values with a normal likelihood', async () => {
    const values = { ...x, data: x.data.map((value) => Math.log1p(value) - 1) };
    using normal = new Drvi({ ...options, likelihood: 'normal', pooling: 'mean', klWarmUp: 0.5 });
    await normal.fit(values, {}, { ...fit, epochs: 4 });
    const { terms } = normal.history.at(-1)!;
    expect(terms['reconstruction']).toBeLessThan(normal.history[0]!.terms['reconstruction']!);
    expect((await normal.correct(values)).shape).toEqual([240, 60]);
    const { outOfDistribution, inDistribution } = await normal.interpret(values);
    expect(outOfDistribution).toBeUndefined();
    expect(inDistribution.max.positive.shape).toEqual([4, 60]);
  });

  test('says what is wrong', async () => {
    expect(() => new Drvi({ latents: 3 } as object)).toThrow(/Did you mean 'latent'/);
    expect(() => new Drvi({ likelihood: 'pnb' as 'poisson' })).toThrow(/negativeBinomial/);
    expect(() => new Drvi({ decoder: [] })).toThrow(/decoder/);
    await expect(
      new Drvi(options).fit(
        [
          [1, -1],
          [0, 2],
        ],
        {},
      ),
    ).rejects.toThrow(/fit: x/);
    await expect(model.correct(x, { to: 'batch 3' })).rejects.toThrow(/batch 1/);
    await expect(model.interpret(x)).rejects.toThrow(/batch/);
    await expect(new Drvi(options).transform(x)).rejects.toThrow(/fit/);
  });
});
