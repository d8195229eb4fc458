import type * as tf from '@tensorflow/tfjs';
import type { Network } from '../nn/network.js';
import type { Rng } from '../random/rng.js';
import type { Scheduled } from '../schedules/schedule.js';

/** Sizes that a term may need to build its networks. */
export interface TermShape {
  /** Cells of the training set. */
  cells: number;
  /** Genes of the training set. */
  genes: number;
  /** Batches of the training set. */
  batches: number;
  /** Dimensions of each latent, by name. */
  latent: Readonly<Record<string, number>>;
  /** Number of different labels given to `fit`; 0 without labels. */
  labels: number;
  /** Where initial weights are drawn from: a stream of the term's own. */
  rng: Rng;
}

/**
 * One summand of an objective: a name and a function of the forward pass. `P` is what the model's forward pass offers.
 *
 * @example
 * ```ts
 * const small: Term<{ z: tf.Tensor2D }> = { name: 'small', weight: 0.01, loss: ({ z }) => z.square().mean() };
 * ```
 */
export interface Term<P, Shape extends TermShape = TermShape> {
  /** The history shows the loss under this name. */
  name: string;
  /** Factor in the total; default 1. While it is 0 the term isn't computed. */
  weight?: Scheduled;
  /**
   * The loss of one minibatch, to be minimised. Runs inside `tf.tidy` and must be synchronous.
   *
   * @param pass - What the model computed on the minibatch.
   * @param networks - What `build` returned, in the same order.
   */
  loss(pass: P, networks: readonly Network[]): tf.Scalar;
  /** For terms that own networks or running statistics: makes them, once, when the model is built. */
  build?(shape: Shape): Network[];
  /** For terms that can't act on some data: why not (said once before training), or undefined. */
  inactive?(shape: Shape): string | undefined;
}

/** A term with the networks that its `build` made for this model. */
export interface BoundTerm<P> {
  term: Term<P>;
  networks: readonly Network[];
}
