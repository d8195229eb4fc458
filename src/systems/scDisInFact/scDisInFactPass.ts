import * as tf from '@tensorflow/tfjs';
import type { EncodeInput } from '../../model/assembly.js';
import type { Mode, Network } from '../../nn/network.js';
import { type GaussianMoments, gaussianMoments } from '../../nn/networks/createGaussianEncoder.js';
import { sampleGaussian } from '../../nn/sampleGaussian.js';
import type { Minibatch } from '../../train/minibatch.js';
import { depthOf } from './countLoss.js';
import type { ScDisInFactParts } from './scDisInFactParts.js';

/** Latents don't shrink to points: no standard deviation is taken for less. */
const leastDeviation = 0.01;

/** A Gaussian latent and a draw from it; outside training, the mean. [cells, size] each */
export interface Posterior extends GaussianMoments {
  z: tf.Tensor2D;
}

/** What the encoders say of some cells. */
export interface Encoded {
  shared: Posterior;
  /** By condition type. */
  conditions: Record<string, Posterior>;
}

/** All that the terms read of a minibatch. */
export interface ScDisInFactPass extends Encoded {
  /** [cells, genes] */
  counts: tf.Tensor2D;
  /** What the decoder says of them; see `countLoss`. [cells, decoderColumns] */
  output: tf.Tensor2D;
  /** One-hot. [cells, batches] */
  batch: tf.Tensor2D;
  /** One-hot labels by condition type. [cells, labels] each */
  labels: Record<string, tf.Tensor2D>;
}

/** Each half-step moves one kind of encoder and leaves the other as it is. */
export interface EncoderModes {
  shared: Mode;
  conditions: Mode;
}

/** Both kinds of encoder in the same mode. */
export const alike = (mode: Mode): EncoderModes => ({ shared: mode, conditions: mode });

function posterior(encoder: Network, x: tf.Tensor2D, mode: Mode): Posterior {
  const { mean, logVariance } = gaussianMoments(encoder.apply(x, mode));
  return { mean, logVariance, z: sampleGaussian(mean, logVariance, mode, leastDeviation) };
}

// A cell without counts stays a row of zeros.
function logCounts(counts: tf.Tensor2D): tf.Tensor2D {
  return tf.log1p(tf.div(counts, tf.maximum(depthOf(counts), 1e-20)));
}

/** Encodes counts; the batch goes into the shared latent's encoder, and into the others if they have room for it. */
export function encodeCounts(
  { scaler, shared, conditions }: ScDisInFactParts,
  { x, batch }: Pick<EncodeInput, 'x' | 'batch'>,
  modes: EncoderModes,
): Encoded {
  const scaled = scaler.apply(logCounts(x), modes.shared);
  const withBatch = tf.concat([scaled, batch!], 1);
  const inputOf = ({ variables }: Network): tf.Tensor2D =>
    variables[0]!.shape[0] === withBatch.shape[1] ? withBatch : scaled;
  const named = Object.entries(conditions).map(([name, { encoder }]) => [
    name,
    posterior(encoder, inputOf(encoder), modes.conditions),
  ]);
  return { shared: posterior(shared, withBatch, modes.shared), conditions: Object.fromEntries(named) };
}

/** Decodes latents, given in the order of the condition types, under a batch. [cells, decoderColumns] */
export function decodeLatents(
  { decoder }: ScDisInFactParts,
  shared: tf.Tensor2D,
  conditions: readonly tf.Tensor2D[],
  batch: tf.Tensor2D,
  mode: Mode,
): tf.Tensor2D {
  return decoder.apply(tf.concat([shared, ...conditions, batch], 1), mode);
}

/** Runs a minibatch through encoders and decoder. */
export function passThrough(
  parts: ScDisInFactParts,
  minibatch: Minibatch,
  mode: Mode,
  frozen?: keyof EncoderModes,
): ScDisInFactPass {
  const { x, batch, covariates } = minibatch;
  const modeOf = (which: keyof EncoderModes): Mode => (which === frozen ? { ...mode, frozen: true } : mode);
  const modes = { shared: modeOf('shared'), conditions: modeOf('conditions') };
  const encoded = encodeCounts(parts, minibatch, modes);
  const draws = Object.values(encoded.conditions).map(({ z }) => z);
  const output = decodeLatents(parts, encoded.shared.z, draws, batch, mode);
  // In the order of the groups' codes, whatever order the covariates came in.
  const labels = Object.keys(parts.conditions).map((name) => [name, covariates[name]!]);
  return { ...encoded, counts: x, output, batch, labels: Object.fromEntries(labels) };
}
