import type * as tf from '@tensorflow/tfjs';
import type { Named } from '../../nn/latentLayout.js';
import type { Mode } from '../../nn/network.js';
import type { Progress, ValueNow } from '../../schedules/schedule.js';
import type { Term, TermShape } from '../../train/term.js';

/** One tensor a latent block: `bio` and `nio` in a {@link DisentangledAE}. */
export type LatentTensors = Record<string, tf.Tensor2D> & Named<tf.Tensor2D>;

/** What an encoder said of some cells. */
export interface Encoded {
  /** The latents: a sample while training if Gaussian, else the mean. [cells, dims] each */
  latent: LatentTensors;
  /** The means. [cells, dims] each */
  mean: LatentTensors;
  /** Log-variances of the Gaussian latents, clamped to [-8, 4]; absent for deterministic ones. */
  logVariance: Partial<LatentTensors>;
}

/** All that a loss term may read of one minibatch. Tensors belong to the trainer; a term disposes nothing. */
export interface ForwardPass extends Encoded {
  /** The minibatch as it is, without noise. [cells, genes] */
  x: tf.Tensor2D;
  /** What the encoder got: `x` with input noise. [cells, genes] */
  input: tf.Tensor2D;
  /** What the decoder made of the latents. [cells, genes] */
  output: tf.Tensor2D;
  /** The batch, one-hot. [cells, batches] */
  batch: tf.Tensor2D;
  /** Labels given to `fit`, one-hot (all zero where missing); absent when none were given. [cells, labels] */
  labels?: tf.Tensor2D;
  /** Training or not, and the random stream of this step. */
  mode: Mode;
  /** How far training has come. */
  progress: Progress;
  /** Draws noise anew and encodes: a second view of the same cells. */
  view(): Encoded;
  /** Encodes cells without input noise. [cells, genes] */
  encode(x: tf.Tensor2D, mode: Mode): Encoded;
  /** Decodes latents; nothing is detached. -> [cells, genes] */
  decode(latent: LatentTensors, batch: tf.Tensor2D, mode: Mode): tf.Tensor2D;
  /** A number or schedule as a scalar tensor: what changes from step to step is handed in, never baked in. */
  value: ValueNow;
}

/** Sizes that a term may need to build its networks. */
export interface ModelShape extends TermShape {
  /** Dimensions of each latent block. */
  latent: Record<string, number> & Named<number>;
}

/**
 * One summand of the objective. A loss of your own is this and nothing more: a name and a function. `P` is what the
 * model's forward pass offers; for a {@link DisentangledAE}, a {@link ForwardPass}.
 *
 * @example
 * ```ts
 * const sparse: LossTerm = { name: 'sparse', weight: 0.01, loss: (pass) => pass.latent.bio.abs().mean() };
 * new DisentangledAE({ terms: [...defaultTerms(), sparse] });
 * ```
 */
export type LossTerm<P = ForwardPass> = Term<P, ModelShape>;
