import type * as tf from '@tensorflow/tfjs';
import type { ForwardPass, ModelShape } from '../autoencoder/terms/forwardPass.js';
import type { Network } from '../nn/network.js';
import type { Scheduled } from '../schedules/schedule.js';

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
export interface LossTerm<P = ForwardPass> {
  /** Under this name it appears in the history. */
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
  build?(shape: ModelShape): Network[];
  /** For terms that can't act on some data: why not (said once before training), or undefined. */
  inactive?(shape: ModelShape): string | undefined;
}
