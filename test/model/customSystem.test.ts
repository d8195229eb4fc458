import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { syntheticCells } from '../helpers/cells.js';
import { adversary, Custom, type CustomOptions } from './customSystem.js';

const { x, batch } = syntheticCells({ cells: 60, genes: 8 });
const plan = { epochs: 4, batchSize: 20, compile: false } as const;
const own = { terms: [adversary], optimizer: () => tf.train.rmsprop(1e-3, 0.9, 0, 1e-3) };
const options: CustomOptions = { size: 3, seed: 2, ...own };

/** Trains for two of four epochs, then leaves. */
async function begun(): Promise<Custom> {
  const model = new Custom(options);
  for await (const { epoch } of model.fitEpochs(x, batch, plan)) if (epoch === 1) break;
  return model;
}

describe('a system of one’s own', () => {
  test('a term’s network learns with the phase that the term belongs to, and goes with the model', async () => {
    const before = tf.memory().numTensors;
    {
      using model = await new Custom(options).fit(x, batch, plan);
      expect(Object.keys(model.history[0]!.terms)).toEqual(['reconstruction', 'adversary']);
      // Without the term, the encoder learns something else.
      using without = await new Custom({ ...options, terms: [] }).fit(x, batch, plan);
      expect((await model.transform(x)).z).not.toEqual((await without.transform(x)).z);
      expect([model.outputs, without.outputs]).toEqual([8, 8]);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('the batch alone is as good as columns by name, or none, where no covariate is required', async () => {
    using alone = await new Custom(options).fit(x, batch, plan);
    using named = await new Custom(options).fit(x, { batch }, plan);
    expect(alone.batches).toEqual(['batch 0', 'batch 1']);
    expect(await alone.transform(x)).toEqual(await named.transform(x));
    expect(await alone.transform(x, { batch })).toEqual(await named.transform(x));
    using none = await new Custom().fit(x, {}, plan);
    expect(none.batches).toEqual(['all']);
  });

  test.each([
    ['tfjs', false],
    ['compiled', true],
  ])('%s: saved, loaded with its terms and optimizer, it goes on to the bit', async (_, compile) => {
    using straight = await new Custom(options).fit(x, batch, { ...plan, compile });
    using left = new Custom(options);
    for await (const { epoch } of left.fitEpochs(x, batch, { ...plan, compile })) if (epoch === 1) break;
    using loaded = await Custom.load(await left.save(), own);
    expect([loaded.options.size, loaded.options.seed]).toEqual([3, 2]);
    for (const model of [left, loaded]) {
      await model.fit(x, batch, { compile, resume: true });
      expect(await model.transform(x)).toEqual(await straight.transform(x));
      expect(model.history.map(({ total }) => total)).toEqual(straight.history.map(({ total }) => total));
    }
  });

  test('loaded without them it encodes, but neither trains on nor is saved again', async () => {
    using left = await begun();
    const bytes = await left.save();
    const before = tf.memory().numTensors;
    {
      using loaded = await Custom.load(bytes);
      expect(await loaded.transform(x)).toEqual(await left.transform(x));
      await expect(loaded.fit(x, batch, { ...plan, resume: true })).rejects.toThrow(/terms, optimizer/);
      await expect(loaded.save()).rejects.toThrow(/loaded without terms, optimizer/);
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});
