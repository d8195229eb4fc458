import * as tf from '@tensorflow/tfjs';
import { reconstructionLoss } from '../../src/losses/reconstructionLoss.js';
import type { Categories } from '../../src/matrix/categories.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import type { Assembly, SystemShape } from '../../src/model/assembly.js';
import { assemblyPhase } from '../../src/model/assemblyPhase.js';
import type { BatchColumn, Values } from '../../src/model/covariateColumns.js';
import type { BuildSource, SystemDefinition } from '../../src/model/definition.js';
import { loadSystem } from '../../src/model/loadSystem.js';
import { System } from '../../src/model/System.js';
import { mapCells } from '../../src/model/systemCells.js';
import { createMlp } from '../../src/nn/networks/createMlp.js';
import { normalTensor } from '../../src/random/randomTensors.js';
import { linearSchedule } from '../../src/schedules/linearSchedule.js';
import type { TrainingSet } from '../../src/train/minibatch.js';
import { stratifiedSampler } from '../../src/train/samplers/stratifiedSampler.js';

export interface TinyOptions {
  size?: number;
  stratified?: boolean;
  seed?: number | string;
}

export interface TinyCovariates {
  type: Categories;
  dose?: Values;
}

/** One of everything: a table with one row per cell, a scaler, statistics, two phases, noise, a schedule, a sampler. */
function build(
  { cells, genes, batches, covariates, rng }: SystemShape,
  { size, stratified }: Required<TinyOptions>,
  { cells: set }: BuildSource,
): Assembly {
  const types = covariates['type']!.size;
  const doses = covariates['dose']?.size ?? 0;
  const encoder = createMlp({
    inputs: genes + doses,
    outputs: size,
    hidden: [6],
    rng: rng.stream('encoder'),
  });
  const inputs = 2 * size + types + batches.length;
  const decoder = createMlp({ inputs, outputs: genes, hidden: [6], rng: rng.stream('decoder') });
  const critic = createMlp({ inputs: size, outputs: batches.length, hidden: [], rng: rng.stream('critic') });
  const table = tf.tidy(() => tf.variable(tf.zeros([cells, size])));
  // Depends on the first cell when fitting, and is 0 when loading: a test sees whether the value comes back from a file.
  const level = tf.tidy(() => tf.variable(tf.scalar(set ? 1 + (set.batch.codes[0] ?? 0) : 0), false));
  const seen = tf.tidy(() => tf.variable(tf.scalar(0), false));

  const read = (x: tf.Tensor2D, given: Record<string, tf.Tensor2D>): tf.Tensor2D =>
    tf.div(doses ? tf.concat([x, given['dose']!], 1) : x, level);
  return {
    networks: {
      encoder,
      decoder,
      critic,
      table: { variables: [table] },
      scaler: { variables: [level, seen] },
    },
    phases: [
      assemblyPhase({
        name: 'model',
        forward: ({ x, batch, covariates: known, rows }, { mode }) => {
          const z = encoder.apply(read(x, known), mode);
          const noise = normalTensor([x.shape[0], size], mode.rng);
          const noisy = tf.add(z, tf.mul(noise, mode.training ? 0.1 : 0)) as tf.Tensor2D;
          const own = tf.gather(table, rows!) as tf.Tensor2D;
          const output = decoder.apply(tf.concat([noisy, own, known['type']!, batch], 1), mode);
          return { x, own, output };
        },
        terms: [
          { name: 'reconstruction', loss: ({ x, output }) => reconstructionLoss(output, x) },
          {
            name: 'bound',
            weight: linearSchedule({ from: 0, to: 1 }),
            loss: ({ own }) => own.square().mean(),
          },
        ],
        moves: ['encoder', 'decoder', 'table'],
        optimizer: { learningRate: 5e-3 },
      }),
      assemblyPhase({
        name: 'critic',
        forward: ({ x, batch, covariates: known }, { mode }) => ({
          batch,
          told: critic.apply(encoder.apply(read(x, known), { ...mode, frozen: true }), mode),
        }),
        terms: [
          {
            name: 'critic',
            loss: ({ batch, told }) => tf.neg(tf.sum(tf.mul(batch, tf.logSoftmax(told)))).asScalar(),
          },
        ],
        moves: ['critic'],
        every: 2,
      }),
    ],
    latent: { z: size, half: size },
    encode: ({ x, covariates: known }, mode) => {
      const z = encoder.apply(read(x, known), mode);
      return { z, half: tf.div(z, 2) };
    },
    error: ({ x }) => tf.sum(tf.square(tf.sub(x, seen))).asScalar(),
    ...(stratified ? { sampler: ({ batch }: TrainingSet) => stratifiedSampler(batch.codes) } : {}),
    finish: async ({ x }) => tf.tidy(() => void seen.assign(tf.scalar(x.shape[0]))),
  };
}

export const tiny: SystemDefinition<Required<TinyOptions>> = {
  kind: 'Tiny',
  covariates: () => ({
    type: { kind: 'categories' },
    dose: { kind: 'values', required: false, encoded: true },
  }),
  cellRows: true,
  scale: () => 'counts',
  plan: () => ({ epochs: 6, batchSize: 20 }),
  build,
};

export class Tiny extends System<Required<TinyOptions>, TinyCovariates, 'z' | 'half'> {
  constructor({ size = 3, stratified = false, seed = 0 }: TinyOptions = {}) {
    super(tiny, { size, stratified, seed });
  }

  static load(source: ArrayBuffer | Uint8Array | string): Promise<Tiny> {
    return loadSystem(tiny, source, (options) => new Tiny(options));
  }

  /** A verb that requires the batch. [cells, batches] */
  async batchOf(x: Matrix, covariates: BatchColumn & Partial<TinyCovariates>): Promise<Matrix> {
    const cells = await this.cells('batchOf', x, covariates, {}, ['batch']);
    return mapCells(cells, this.batches.length, ({ batch }) => batch!);
  }
}
