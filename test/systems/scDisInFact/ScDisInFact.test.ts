import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { labels } from '../../../src/io/columnByName.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { knnAccuracy } from '../../../src/metrics/leakage/knnAccuracy.js';
import { simulateCells } from '../../../src/simulate/simulateCells.js';
import { ScDisInFact } from '../../../src/systems/scDisInFact/ScDisInFact.js';
import type { ScDisInFactOptions } from '../../../src/systems/scDisInFact/scDisInFactOptions.js';
import { relativeDistance } from '../../helpers/gradient.js';

const adata = simulateCells({
  cells: 320,
  genes: 40,
  batches: 2,
  types: 2,
  conditions: 2,
  conditionEffect: 1.5,
  seed: 'scDisInFact test',
});
const x = adata.x;
const batch = labels(adata.obs, 'batch');
const treatment = labels(adata.obs, 'condition');
// Nothing depends on it: a second condition type whose latent has nothing to find.
const day = batch.map((_, cell) => (cell % 7 < 3 ? 'first' : 'second'));
const known = { batch, treatment, day };
const small = { hidden: 16, dropout: 0, seed: 1 };
const short = { epochs: 2, batchSize: 64, compile: false } as const;

type Both = 'treatment' | 'day';
const create = (options: Partial<ScDisInFactOptions<Both>> = {}): ScDisInFact<Both> =>
  new ScDisInFact({ conditions: ['treatment', 'day'], ...small, ...options });

const meanOf = ({ data, shape }: Matrix, rows: readonly number[]): Float64Array => {
  const mean = new Float64Array(shape[1]);
  for (const row of rows)
    for (let g = 0; g < shape[1]; g++) mean[g]! += data[row * shape[1] + g]! / rows.length;
  return mean;
};

describe('ScDisInFact', () => {
  it('finds the condition and its genes, keeps the types, and predicts the other condition', async () => {
    using model = new ScDisInFact({ conditions: ['treatment'], ...small, learningRate: 3e-3 });
    await model.fit(x, { batch, treatment }, { epochs: 40, batchSize: 64, compile: false });
    const { shared, treatment: response } = await model.transform(x, { batch });
    expect([shared.shape, response.shape]).toEqual([
      [320, 8],
      [320, 2],
    ]);
    expect((await knnAccuracy(response, treatment)).accuracy).toBeGreaterThan(0.9);
    expect((await knnAccuracy(shared, labels(adata.obs, 'cell_type'))).accuracy).toBeGreaterThan(0.85);

    const { conditionEffects } = (adata.uns as { truth: { conditionEffects: Matrix } }).truth;
    const effect = (gene: number): number => Math.abs(conditionEffects.data[40 + gene]!);
    const top = (await model.keyGenes()).treatment.slice(0, 4);
    expect(top.filter(({ index }) => effect(index) > 0)).toHaveLength(4);

    const control = [...treatment.keys()].filter((cell) => treatment[cell] === 'condition 1');
    const treated = [...treatment.keys()].filter((cell) => treatment[cell] === 'condition 2');
    const predicted = await model.predict(x, { batch, treatment }, { to: { treatment: 'condition 2' } });
    const kept = await model.predict(x, { batch, treatment }, { to: { treatment: 'condition 1' } });
    const dense = meanOf(
      await model.predict(x, { batch, treatment }, { to: { treatment: 'condition 2' } }),
      treated,
    );
    const distance = relativeDistance(meanOf(predicted, control), dense);
    expect(distance).toBeLessThan(0.5 * relativeDistance(meanOf(kept, control), dense));
  });

  it('moves only what the target names; the same batch and label change nothing', async () => {
    using model = await create().fit(x, known, short);
    const own = await model.predict(x, known, { to: { batch: 'batch 1' } });
    const first = [...batch.keys()].filter((cell) => batch[cell] === 'batch 1');
    const alike = await model.predict(x, known, {
      to: { batch: 'batch 1', day: 'first', treatment: 'condition 1' },
    });
    const same = first.filter((cell) => day[cell] === 'first' && treatment[cell] === 'condition 1');
    expect(relativeDistance(meanOf(own, same), meanOf(alike, same))).toBeLessThan(1e-6);
    expect(relativeDistance(own.data, alike.data)).toBeGreaterThan(1e-4);
    // Labels of conditions that stay needn't be given.
    expect(await model.predict(x, { batch }, { to: { batch: 'batch 1' } })).toEqual(own);
    // Depth is the cell's own: twice the counts, twice the prediction.
    const twice = { ...x, data: x.data.map((count) => 2 * count) };
    const deeper = await model.predict(twice, { batch }, { to: { batch: 'batch 1' } });
    expect(
      relativeDistance(
        deeper.data,
        own.data.map((value) => 2 * value),
      ),
    ).toBeLessThan(1e-5);
  });

  it.each([
    ['by tfjs', false],
    ['by compiled steps', true],
  ])('comes back from a file whole, trains on to the bit, and leaves nothing: %s', async (_, compile) => {
    const four = { ...short, epochs: 4, compile };
    const before = tf.memory().numTensors;
    {
      using straight = await create().fit(x, known, four);
      using begun = create();
      for await (const { epoch } of begun.fitEpochs(x, known, four)) if (epoch === 1) break;
      using loaded = await ScDisInFact.load(await begun.save());
      const to = { treatment: 'condition 2', batch: 'batch 2' };
      expect(await loaded.predict(x, known, { to })).toEqual(await begun.predict(x, known, { to }));
      expect(await loaded.keyGenes()).toEqual(await begun.keyGenes());
      await loaded.fit(x, known, { ...four, resume: true });
      expect(await loaded.transform(x, { batch })).toEqual(await straight.transform(x, { batch }));
      expect(loaded.history.map(({ total }) => total)).toEqual(straight.history.map(({ total }) => total));
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(['negativeBinomial', 'zeroInflatedNegativeBinomial', 'squaredError'] as const)(
    'learns the same by compiled steps: %s',
    async (likelihood) => {
      const warnings: string[] = [];
      const onWarning = (text: string) => warnings.push(text);
      const options = { likelihood, batchIntoConditions: likelihood === 'zeroInflatedNegativeBinomial' };
      using eager = await create(options).fit(x, known, short);
      using compiled = await create(options).fit(x, known, { ...short, compile: true, onWarning });
      expect(warnings).toEqual([]);
      const termsOf = (model: ScDisInFact<Both>): number[] => Object.values(model.history[0]!.terms);
      expect(relativeDistance(termsOf(compiled), termsOf(eager))).toBeLessThan(1e-4);
      expect(termsOf(eager)).toHaveLength(8);
    },
  );

  it('names the genes it was given', async () => {
    using model = create();
    await model.fit(x, known, { ...short, epochs: 1, genes: adata.varNames });
    const { treatment: ranked } = await model.keyGenes();
    expect(ranked).toHaveLength(40);
    for (const { index, name } of ranked) expect(name).toBe(adata.varNames[index]);
    const scores = ranked.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });
});

describe('ScDisInFact refuses', () => {
  it.each([
    [{ conditions: [] }, /at least one condition type/],
    [{ conditions: ['shared'] }, /none 'shared' or 'batch'/],
    [{ conditions: ['day', 'day'] }, /each named once/],
    [{ conditions: 'day' }, TypeError],
    [{ conditions: ['day'], latent: { dya: 2 } }, /Did you mean 'day'/],
    [{ conditions: ['day'], weights: { mmd: 1 } }, /unknown option 'mmd'/],
    [{ conditions: ['day'], weights: { groupLasso: -1 } }, /weights.groupLasso/],
    [{ conditions: ['day'], likelihood: 'poisson' }, /likelihood/],
    [{ conditions: ['day'], batchIntoConditions: 1 }, TypeError],
    [{ conditions: ['day'], dropout: 1 }, RangeError],
  ])('options %o', (options, message) => {
    expect(() => new ScDisInFact(options as never)).toThrow(message);
  });

  it('a target that it does not know, none, and labels that it needs', async () => {
    using model = await create().fit(x, known, { ...short, epochs: 1 });
    const predict = (to: object, given: object = known) => model.predict(x, given, { to });
    await expect(predict({})).rejects.toThrow(/predict: to: expected a target such as/);
    await expect(predict({ treatment: 'conditon 2' })).rejects.toThrow(/Did you mean 'condition 2'/);
    await expect(predict({ treatmnt: 'condition 2' })).rejects.toThrow(/Did you mean 'treatment'/);
    await expect(predict({ day: 'first' }, { batch })).rejects.toThrow(/predict: day: expected a column/);
    await expect(model.transform(x)).rejects.toThrow(/transform: batch: expected a column/);
  });
});
