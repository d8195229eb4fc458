import * as tf from '@tensorflow/tfjs';
import { stirlingRemainder } from '../tensor/stirlingRemainder.js';
import { halfDeviance } from './halfDeviance.js';

/**
 * `log [m^x exp(-m) / Γ(x + 1)]` in the saddle-point form: the log-mass at the best mean (x itself) minus half
 * the deviance. No part is larger than the result, so float32 suffices for any counts. Don't differentiate it:
 * the callers supply the gradient.
 *
 * @param counts - x >= 0. [cells, genes]
 * @param mean - m > 0. [cells, genes]
 * @returns [cells, genes]; the caller disposes it.
 * @see Loader, Fast and Accurate Computation of Binomial Probabilities, 2000.
 */
export function poissonLogMass(counts: tf.Tensor2D, mean: tf.Tensor): tf.Tensor2D {
  const some = counts.step();
  const none = tf.sub(1, some);
  const positive = counts.add(none);
  const atBest = positive.log().add(stirlingRemainder(positive)).mul(some);
  const deviance = halfDeviance(mean.div(positive)).mul(counts);
  return atBest.add(deviance).add(none.mul(mean)).neg() as tf.Tensor2D;
}
