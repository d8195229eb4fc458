import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latentDirection } from '../../../src/evaluate/latentDirection.js';
import { MichiGan } from '../../../src/systems/michiGan/MichiGan.js';
import type { MichiGanOptions } from '../../../src/systems/michiGan/michiGanOptions.js';
import { syntheticCells } from '../../helpers/cells.js';

const { x, type } = syntheticCells({ cells: 96, genes: 12, batches: 1, types: 2, seed: 4 });
const small: MichiGanOptions = {
  seed: 3,
  latent: 2,
  noise: 3,
  beta: 1,
  criticSteps: 2,
  learningRate: { gan: 1e-3 },
  layers: {
    encoder: { hidden: [8], dropout: 0.1 },
    decoder: { hidden: [8], dropout: 0.1 },
    generator: { hidden: [8], dropout: 0.1 },
    critic: { hidden: [8] },
  },
};
const plan = { epochs: 4, batchSize: 32, compile: false as const };

const generated = async (model: MichiGan) => {
  const { z } = await model.transform(x);
  return (await model.generate(z, { seed: 1 })).data;
};

describe('MichiGan', () => {
  let model: MichiGan;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    model = await new MichiGan(small).fit(x, {}, plan);
  });
  afterAll(() => model.dispose());

  it('trains the autoencoder first, the two players after it', () => {
    const computed = (name: string) => model.history.map(({ terms }) => !Number.isNaN(terms[name]));
    for (const name of ['reconstruction', 'kl', 'totalCorrelation'])
      expect(computed(name)).toEqual([true, true, false, false]);
    for (const name of ['critic', 'gradientPenalty', 'generator'])
      expect(computed(name)).toEqual([false, false, true, true]);
  });

  it('tells in the history how fast each player of the stage learns', async () => {
    const rated = { ...small, learningRate: { encoder: 2e-3, gan: 5e-4 } };
    using other = await new MichiGan(rated).fit(x, {}, plan);
    expect(other.history.map(({ learningRates }) => learningRates)).toEqual([
      { autoencoder: 2e-3 },
      { autoencoder: 2e-3 },
      { critic: 5e-4, generator: 5e-4 },
      { critic: 5e-4, generator: 5e-4 },
    ]);
  });

  it('generates the same cells from the same codes and seed, other ones with another seed', async () => {
    const { z } = await model.transform(x);
    const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => model.generate(z, { seed })));
    expect(a!.shape).toEqual([96, 12]);
    expect(a!.data).toEqual(b!.data);
    expect(a!.data).not.toEqual(c!.data);
  });

  it('adds the shift to every code', async () => {
    const { z } = await model.transform(x);
    const shift = await latentDirection(z, type, { from: 'type 0', to: 'type 1' });
    const moved = { ...z, data: z.data.map((value, i) => value + shift[i % 2]!) };
    expect((await model.generate(z, { shift })).data).toEqual((await model.generate(moved)).data);
  });

  it('goes on from a file as if never interrupted, across the change of stages too', async () => {
    for (const first of [1, 3]) {
      const abort = new AbortController();
      const cut = new MichiGan(small);
      const onEpoch = ({ epoch }: { epoch: number }) => {
        if (epoch === first - 1) abort.abort();
      };
      await cut.fit(x, {}, { ...plan, onEpoch, signal: abort.signal }).catch(() => {});
      const loaded = await MichiGan.load(await cut.save());
      await loaded.fit(x, {}, { resume: true, compile: false });
      expect(loaded.history.length).toBe(4);
      expect(await generated(loaded)).toEqual(await generated(model));
      cut.dispose();
      loaded.dispose();
    }
  });

  it('learns from codes that another model has made', async () => {
    const { z } = await model.transform(x);
    const other = new MichiGan({ ...small, codes: 'given' });
    await other.fit(x, { codes: z }, plan);
    expect(other.history[0]!.terms).not.toHaveProperty('reconstruction');
    expect((await other.transform(x, { codes: z })).z.data).toEqual(z.data);
    expect((await other.generate(z)).shape).toEqual([96, 12]);
    await expect(other.transform(x)).rejects.toThrow('transform: codes');
    other.dispose();
  });

  it('takes samples of the codes and a critic without projection', async () => {
    const other = await new MichiGan({ ...small, condition: 'sample', projection: false }).fit(x, {}, plan);
    expect(await generated(other)).not.toEqual(await generated(model));
    other.dispose();
  });

  // Before a batch norm a bias has no gradient but rounding, of which Adam makes whole steps: codes drift apart a little.
  const net = { hidden: [8], norm: 'affine', dropout: 0.1 } as const;
  const still = { hidden: [8], norm: 'none', dropout: 0 } as const;
  const smooth = { encoder: net, decoder: net, generator: net, critic: { hidden: [8] } };
  it.each([
    ['with scale and shift everywhere', smooth, 4],
    ['with batch norm in the autoencoder', { ...small.layers, generator: still, critic: still }, 2],
  ])('trains compiled as it does uncompiled: %s', async (_, layers, digits) => {
    const messages: string[] = [];
    const onWarning = (message: string) => messages.push(message);
    const train = (compile: boolean) =>
      new MichiGan({ ...small, layers }).fit(x, {}, { ...plan, compile, onWarning });
    const [compiled, eager] = [await train(true), await train(false)];
    expect(messages).toEqual([]);
    for (const [i, { terms }] of compiled.history.entries()) {
      for (const [name, value] of Object.entries(terms)) {
        if (!Number.isNaN(value)) expect(value, name).toBeCloseTo(eager.history[i]!.terms[name]!, digits);
      }
    }
    compiled.dispose();
    eager.dispose();
  });

  it('leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    const other = await new MichiGan(small).fit(x, {}, { ...plan, epochs: 2 });
    await generated(other);
    other.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [
      { layers: { critic: { activation: 'tanh' } } },
      /layers.critic.activation: .*'relu', 'leakyRelu', 'softplus', 'linear'/,
    ],
    [{ layers: { critics: {} } }, /Did you mean 'critic'/],
    [{ codes: 'given', condition: 'sample' }, /condition: expected 'mean'/],
    [{ betta: 3 }, /Did you mean 'beta'/],
    [{ latent: 0 }, /latent: expected a whole number >= 1/],
    [{ projection: 'yes' }, /projection: expected true or false/],
  ])('refuses %j', (options, message) => {
    expect(() => new MichiGan(options as MichiGanOptions)).toThrow(message);
  });

  it('refuses codes and shifts of other dimensions, and a group that is not there', async () => {
    const { z } = await model.transform(x);
    await expect(model.generate([[1, 2, 3]])).rejects.toThrow(/generate: codes: expected \[cells, 2\]/);
    await expect(model.generate(z, { shift: [1] })).rejects.toThrow('generate: shift');
    await expect(latentDirection(z, type, { from: 'type 0', to: 'type 3' })).rejects.toThrow(
      /to: expected one of 'type 0', 'type 1'/,
    );
  });
});
