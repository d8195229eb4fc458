import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import type { LossTerm } from '../../src/autoencoder/terms/forwardPass.js';
import { reconstruction } from '../../src/autoencoder/terms/reconstruction.js';
import type { Assembly } from '../../src/model/assembly.js';
import type { SystemDefinition } from '../../src/model/definition.js';
import { System } from '../../src/model/System.js';
import { createEncoder } from '../../src/nn/networks/createEncoder.js';
import { stratifiedSampler } from '../../src/train/samplers/stratifiedSampler.js';
import { syntheticCounts } from '../helpers/cells.js';
import { Tiny, type TinyCovariates, type TinyOptions, tiny } from './tinySystem.js';

const { x, type } = syntheticCounts({ cells: 60, genes: 8 });
const batch = type.map((_, i) => i % 3);
const known = { batch, type };
const plan = { epochs: 2, batchSize: 20, compile: false } as const;
const options: Required<TinyOptions> = { size: 3, stratified: false, seed: 0 };

/** Tiny with some of its assembly replaced. */
class Changed extends System<Required<TinyOptions>, TinyCovariates, 'z' | 'half'> {
  constructor(change: (assembly: Assembly) => Partial<Assembly>) {
    const build: SystemDefinition<Required<TinyOptions>>['build'] = (...given) => {
      const assembly = tiny.build(...given);
      return { ...assembly, ...change(assembly) };
    };
    super({ ...tiny, build }, options);
  }
}

test.each([
  ['tfjs', false],
  ['compiled', true],
])('%s: minibatches too small for the sampler leave no tensor behind', async (_, compile) => {
  using model = new Tiny({ stratified: true });
  const before = tf.memory().numTensors;
  await expect(model.fit(x, known, { ...plan, batchSize: 2, compile })).rejects.toThrow(
    /fit: batchSize: expected at least 3 cells, one of each of 3 groups, received 2/,
  );
  expect(tf.memory().numTensors).toBe(before);
  await expect(model.transform(x)).rejects.toThrow(/isn't fitted/);
  await model.fit(x, known, plan);
  expect(model.history).toHaveLength(2);
});

const faults: [string, (assembly: Assembly) => Partial<Assembly>, RegExp][] = [
  [
    'a sampler that cannot be made',
    () => ({ sampler: ({ covariates }) => stratifiedSampler((covariates!['none'] as never)['codes']) }),
    /undefined/,
  ],
  ['no minibatches', () => ({ sampler: () => () => [] }), /at least one minibatch/],
  ['no phases', () => ({ phases: [] }), /phases: expected at least one phase/],
  [
    'a network that a phase moves and nobody made',
    ({ phases }) => ({ phases: phases.map((phase) => ({ ...phase, moves: ['coder'] })) }),
    /phase 'model': moves: expected one of/,
  ],
  [
    'an impossible optimizer',
    ({ phases }) => ({ phases: phases.map((phase) => ({ ...phase, optimizer: { beta1: 2 } })) }),
    /beta1/,
  ],
  [
    'two terms of one name',
    ({ phases }) => ({ phases: phases.map((phase) => ({ ...phase, terms: phases[0]!.terms })) }),
    /different names/,
  ],
];

test.each(faults)('%s: the fit is refused and leaves no tensor behind', async (_, change, message) => {
  using model = new Changed(change);
  const before = tf.memory().numTensors;
  await expect(model.fit(x, known, plan)).rejects.toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
});

test('a file whose weights have other shapes is refused and leaves no tensor behind', async () => {
  const latent = { bio: 4, nio: 3 };
  using model = await new DisentangledAE({ latent, encoder: () => createEncoder({ genes: 8, latent }) }).fit(
    x,
    batch,
    plan,
  );
  const bytes = await model.save();
  const before = tf.memory().numTensors;
  const encoder = () => createEncoder({ genes: 8, latent, hidden: [5] });
  await expect(DisentangledAE.load(bytes, { encoder })).rejects.toThrow(/load: variable 0: expected shape/);
  expect(tf.memory().numTensors).toBe(before);
});

test('a term whose network cannot be made leaves no tensor behind', async () => {
  const broken: LossTerm = {
    name: 'broken',
    build: () => {
      throw new Error('no network');
    },
    loss: ({ output }) => output.mean(),
  };
  using model = new DisentangledAE({ terms: [reconstruction(), broken] });
  const before = tf.memory().numTensors;
  await expect(model.fit(x, batch, plan)).rejects.toThrow('no network');
  expect(tf.memory().numTensors).toBe(before);
});
