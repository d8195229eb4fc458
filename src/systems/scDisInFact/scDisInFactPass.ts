import * as tf from '@tensorflow/tfjs';
import { likelihoods } from '../../distributions/likelihoods.js';
import { meanSquaredError } from '../../losses/meanSquaredError.js';
import type { EncodeInput } from '../../model/assembly.js';
import type { Mode, Network } from '../../nn/network.js';
import { type GaussianMoments, gaussianMoments } from '../../nn/networks/createGaussianEncoder.js';
import { sampleGaussian } from '../../nn/sampleGaussian.js';
import type { Minibatch } from '../../train/minibatch.js';
import { countsPerUnit, type ScDisInFactNetworks } from './scDisInFactNetworks.js';
import type { ResolvedScDisInFact } from './scDisInFactOptions.js';

/** The networks, and the options that say how cells go through them. */
export interface ScDisInFactModel {
  networks: ScDisInFactNetworks;
  options: ResolvedScDisInFact;
}

/** Smallest standard deviation of a draw: latents must not shrink to points. */
const leastDeviation = 0.01;

/** A Gaussian latent and a draw from it; outside training, the mean. [cells, size] each */
export interface DrawnLatent extends GaussianMoments {
  z: tf.Tensor2D;
}

/** What the encoders say of some cells. */
export interface ScDisInFactLatents {
  /** z_0 */
  shared: DrawnLatent;
  /** z_1 … z_K, by condition type. */
  conditions: Record<string, DrawnLatent>;
}

/** All that the terms read of a minibatch. */
export interface ScDisInFactPass extends ScDisInFactLatents {
  /** x. [cells, genes] */
  counts: tf.Tensor2D;
  /** The decoder's [a | b | c], see {@link reconstruction}. */
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

/** The depth l: a cell's counts in units of a hundred. [cells, genes] -> [cells, 1] */
const depthOf = (counts: tf.Tensor2D): tf.Tensor2D => tf.div(tf.sum(counts, 1, true), countsPerUnit);

// A cell without counts stays a row of zeros.
function logCounts(counts: tf.Tensor2D): tf.Tensor2D {
  return tf.log1p(tf.div(counts, tf.maximum(depthOf(counts), 1e-20)));
}

function drawnLatent(encoder: Network, x: tf.Tensor2D, mode: Mode): DrawnLatent {
  const { mean, logVariance } = gaussianMoments(encoder.apply(x, mode));
  return { mean, logVariance, z: sampleGaussian(mean, logVariance, mode, leastDeviation) };
}

/** Encodes counts; the shared latent's encoder reads the batch, the others' only if `batchIntoConditions` says so. */
export function encodeCounts(
  { networks, options }: ScDisInFactModel,
  { x, batch }: Pick<EncodeInput, 'x' | 'batch'>,
  modes: EncoderModes,
): ScDisInFactLatents {
  const { scaler, shared, conditions } = networks;
  const scaled = scaler.apply(logCounts(x), modes.shared);
  const withBatch = tf.concat([scaled, batch!], 1);
  const read = options.batchIntoConditions ? withBatch : scaled;
  const named = Object.entries(conditions).map(
    ([name, { encoder }]) => [name, drawnLatent(encoder, read, modes.conditions)] as const,
  );
  return { shared: drawnLatent(shared, withBatch, modes.shared), conditions: Object.fromEntries(named) };
}

/** Decodes latents, the shared one first, then those of the condition types in their order, under a batch. */
export function decodeLatents(
  { networks }: ScDisInFactModel,
  latents: readonly tf.Tensor2D[],
  batch: tf.Tensor2D,
  mode: Mode,
): tf.Tensor2D {
  return networks.decoder.apply(tf.concat([...latents, batch], 1), mode);
}

/** A part of the decoder's output: 0 is a, of the mean; 1 is b, of the dispersion; 2 is c, of the dropout. [cells, genes] */
const headOf = (output: tf.Tensor2D, at: 0 | 1 | 2, genes: number): tf.Tensor2D =>
  tf.slice(output, [0, at * genes], [-1, genes]);

/** m = softplus(a)·l, the expected counts at the depths of the given ones. [cells, genes] */
export function expectedCounts(output: tf.Tensor2D, counts: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(tf.softplus(headOf(output, 0, counts.shape[1])), depthOf(counts));
}

const logOf = (x: tf.Tensor2D): tf.Tensor2D => tf.log(tf.add(x, 1e-6));

/**
 * L_rec, mean over cells and genes: `-log NB(x; m, θ)` with m = softplus(a)·l and θ = softplus(b); or, with π = sigmoid(c),
 * `-log ZINB(x; m, θ, π) + 1e-5·π²`, which holds π down where a zero may as well be the cell's own; or `(m - x)²`.
 */
export function reconstruction(
  likelihood: ResolvedScDisInFact['likelihood'],
  { counts, output }: ScDisInFactPass,
): tf.Scalar {
  const mean = expectedCounts(output, counts);
  if (likelihood === 'squaredError') return meanSquaredError(mean, counts);
  const genes = counts.shape[1];
  const parameters = { location: logOf(mean), spread: logOf(tf.softplus(headOf(output, 1, genes))) };
  const { dropout, logLikelihood } = likelihoods[likelihood];
  if (!dropout) return tf.neg(tf.mean(logLikelihood(counts, parameters)));
  const logits = headOf(output, 2, genes);
  const ridge = tf.mul(tf.square(tf.sigmoid(logits)), 1e-5);
  return tf.mean(tf.sub(ridge, logLikelihood(counts, { ...parameters, dropout: logits })));
}

/** Runs a minibatch through encoders and decoder. */
export function passThrough(
  model: ScDisInFactModel,
  minibatch: Minibatch,
  mode: Mode,
  frozen?: keyof EncoderModes,
): ScDisInFactPass {
  const { x, batch, covariates } = minibatch;
  const modeOf = (which: keyof EncoderModes): Mode => (which === frozen ? { ...mode, frozen: true } : mode);
  const modes = { shared: modeOf('shared'), conditions: modeOf('conditions') };
  const latents = encodeCounts(model, minibatch, modes);
  const draws = [latents.shared, ...Object.values(latents.conditions)].map(({ z }) => z);
  const output = decodeLatents(model, draws, batch, mode);
  // In the order of the groups' codes, whatever order the covariates came in.
  const labels = model.options.conditions.map((name) => [name, covariates[name]!] as const);
  return { ...latents, counts: x, output, batch, labels: Object.fromEntries(labels) };
}
