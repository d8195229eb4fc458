import type * as tf from '@tensorflow/tfjs';
import type { Named } from '../../nn/latentLayout.js';
import type { Mode } from '../../nn/network.js';
import type { Progress, ValueNow } from '../../schedules/schedule.js';
import type { Term, TermShape } from '../../train/term.js';

/** One tensor per latent block: `bio` and `nio` in a {@link DisentangledAE}. */
export type LatentTensors = Record<string, tf.Tensor2D> & Named<tf.Tensor2D>;

/** Latents of a minibatch, as encoded. */
export interface Encoded {
  /** The latents: a sample while training if Gaussian, else the mean. [cells, dims] each */
  latent: LatentTensors;
  /** The means. [cells, dims] each */
  mean: LatentTensors;
  /** Log-variances of the Gaussian latents, clamped to [-8, 4]; absent for deterministic ones. */
  logVariance: Partial<LatentTensors>;
}

/** Everything that a loss term may read. The tensors belong to the trainer; a term disposes nothing. */
export interface ForwardPass extends Encoded {
  /** The minibatch without noise. [cells, genes] */
  x: tf.Tensor2D;
  /** The encoder's input: `x` with input noise. [cells, genes] */
  input: tf.Tensor2D;
  /** The decoder's output. [cells, genes] */
  output: tf.Tensor2D;
  /** The batch, one-hot. [cells, batches] */
  batch: tf.Tensor2D;
  /** Labels given to `fit`, one-hot (all zero where missing); absent if none were given. [cells, labels] */
  labels?: tf.Tensor2D;
  /** Training or evaluation mode, and the random stream of this step. */
  mode: Mode;
  /** How far training has come. */
  progress: Progress;
  /** Encodes the same cells with newly drawn noise: a second view of them. */
  view(): Encoded;
  /** Encodes cells without input noise. [cells, genes] */
  encode(x: tf.Tensor2D, mode: Mode): Encoded;
  /** Decodes latents without detaching any block. -> [cells, genes] */
  decode(latent: LatentTensors, batch: tf.Tensor2D, mode: Mode): tf.Tensor2D;
  /** A number or schedule as a scalar tensor. A plain number would be fixed in a compiled step. */
  value: ValueNow;
}

/** Sizes that a term may need to build its networks. */
export interface ModelShape extends TermShape {
  /** Dimensions of each latent block. */
  latent: Record<string, number> & Named<number>;
}

/**
 * One summand of the objective. A loss of your own is just a name and a function. `P` is the result of the model's forward
 * pass; for a {@link DisentangledAE}, a {@link ForwardPass}.
 *
 * @example
 * ```ts
 * const sparse: LossTerm = { name: 'sparse', weight: 0.01, loss: (pass) => pass.latent.bio.abs().mean() };
 * new DisentangledAE({ terms: [...defaultTerms(), sparse] });
 * ```
 */
export type LossTerm<P = ForwardPass> = Term<P, ModelShape>;
