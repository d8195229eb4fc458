import type * as tf from '@tensorflow/tfjs';
import type { Network } from '../nn/network.js';
import type { Rng } from '../random/rng.js';
import type { Scheduled } from '../schedules/schedule.js';

/** Sizes that a term may need to build its networks. */
export interface TermShape {
  /** Number of cells of the training set. */
  cells: number;
  /** Number of genes of the training set. */
  genes: number;
  /** Number of batches of the training set. */
  batches: number;
  /** Number of dimensions of each latent, by name. */
  latent: Readonly<Record<string, number>>;
  /** Number of different labels given to `fit`; 0 without labels. */
  labels: number;
  /** Source of initial weights: the term's own random stream. */
  rng: Rng;
}

/**
 * One summand of an objective: a name and a function of the forward pass. `P` is the result of the model's forward pass.
 *
 * @example
 * ```ts
 * const small: Term<{ z: tf.Tensor2D }> = { name: 'small', weight: 0.01, loss: ({ z }) => z.square().mean() };
 * ```
 */
export interface Term<P, Shape extends TermShape = TermShape> {
  /** Name of the term in the history. */
  name: string;
  /** Weight in the total, a number or a schedule; default 1. While it is 0, the term isn't computed. */
  weight?: Scheduled;
  /**
   * The loss of one minibatch, to be minimised. Runs inside `tf.tidy` and must be synchronous.
   *
   * @param pass - The result of the model's forward pass on the minibatch.
   * @param networks - The networks that `build` returned, in the same order.
   */
  loss(pass: P, networks: readonly Network[]): tf.Scalar;
  /** For terms with networks or running statistics of their own: makes them, once per model. */
  build?(shape: Shape): Network[];
  /** For terms without effect on some data: the reason, which `fit` gives in a warning, or undefined. */
  inactive?(shape: Shape): string | undefined;
}

/** A term with the networks that its `build` made for this model. */
export interface BoundTerm<P> {
  term: Term<P>;
  networks: readonly Network[];
}
