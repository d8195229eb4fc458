import * as tf from '@tensorflow/tfjs';
import { autoencoderDefinition } from '../../src/autoencoder/definition.js';
import { type DisentangledAEOptions, resolveOptions } from '../../src/autoencoder/options.js';
import { batchClassifier } from '../../src/autoencoder/terms/batchClassifier.js';
import type { LossTerm } from '../../src/autoencoder/terms/forwardPass.js';
import { reconstruction } from '../../src/autoencoder/terms/reconstruction.js';
import { mmd } from '../../src/losses/mmd.js';
import { buildSystem } from '../../src/model/buildRun.js';
import { recipeOf } from '../../src/model/systemRecipe.js';
import type { Run } from '../../src/train/run.js';

/** Number of batches; a minibatch holds the same number of cells of each, in order. */
export const batches = 4;
/** Standard deviation of the input noise. */
export const noise = 0.1;

const rows = (z: tf.Tensor2D, start: number, count: number): tf.Tensor2D =>
  tf.slice(z, [start, 0], [count, -1]);

function pairs(): [number, number][] {
  const all = Array.from({ length: batches }, (_, a) => a);
  return all.flatMap((a) => all.slice(a + 1).map((b): [number, number] => [a, b]));
}

/** Mean MMD of z_bio over the six pairs of batches. */
const betweenBatches: LossTerm = {
  name: 'betweenBatches',
  loss: ({ latent: { bio } }) => {
    const each = bio.shape[0] / batches;
    const apart = pairs().map(([a, b]) => mmd(rows(bio, a * each, each), rows(bio, b * each, each)));
    return tf.div(tf.addN(apart), apart.length) as tf.Scalar;
  },
};

/** MMD of (z_bio, z_nio) and (z_bio, another cell's z_nio). */
const betweenLatents: LossTerm = {
  name: 'betweenLatents',
  loss: ({ latent: { bio, nio } }) => {
    const cells = nio.shape[0];
    const half = Math.floor(cells / 2) + 1;
    const others = tf.concat([rows(nio, half, cells - half), rows(nio, 0, half)], 0);
    return mmd(tf.concat([bio, nio], 1), tf.concat([bio, others], 1));
  },
};

const shared = { noise, optimizer: { learningRate: 1e-3 }, seed: 'bench', input: 'asIs' } as const;
const deterministic = (size: number) => ({ size, distribution: 'deterministic' as const, detached: false });

const options = {
  /** A model that a user might write: MSE, cross-entropy and seven MMDs; 2.2 million parameters at 2,000 genes. */
  reference: {
    ...shared,
    latent: { bio: deterministic(32), nio: deterministic(16) },
    encoder: { hidden: [512, 128], norm: 'none' },
    decoder: { hidden: [128, 512], norm: 'none' },
    terms: [reconstruction({ measure: 'mean' }), batchClassifier(), betweenBatches, betweenLatents],
  },
  /** The default recipe. */
  default: shared,
} satisfies Record<string, DisentangledAEOptions>;

/** Names of the timed models. */
export type StepModelName = keyof typeof options;

/** Creates a model with its initial weights, which are the same in every call. */
export function stepModel(name: StepModelName, genes: number, cells: number): Run {
  const resolved = resolveOptions(options[name]);
  const recipe = recipeOf(autoencoderDefinition(resolved), { seed: resolved.seed });
  const names = Array.from({ length: batches }, (_, i) => String(i));
  return buildSystem(recipe, { cells, genes, batches: names, covariates: {} }).run;
}

/** Columns of the random tensors that a step draws, in order: the input noise, then one sample per Gaussian latent. */
export function drawnColumns(name: StepModelName, genes: number): number[] {
  const blocks = Object.values(resolveOptions(options[name]).layout);
  return [genes, ...blocks.filter(({ distribution }) => distribution === 'gaussian').map(({ size }) => size)];
}
