import * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../check/checks.js';
import { maskTensor } from '../random/randomTensors.js';
import { checkRng, type Rng } from '../random/rng.js';
import { checkScalar, checkTensor2d } from '../tensor/checkShapes.js';

/**
 * Sets entries to 0 with probability `rate` and divides the others by 1 - rate, which preserves the mean.
 *
 * @param x - [cells, genes]
 * @param rate - Probability of dropping an entry, in [0, 1); 0 gives a copy. Pass a scalar tensor if it changes
 * during training.
 * @param rng - Source of the mask.
 * @returns A new tensor [cells, genes]; the caller disposes it.
 * @throws RangeError if `rate` is outside [0, 1).
 * @example
 * ```ts
 * const thinned = dropoutNoise(x, 0.2, createRng(1));
 * ```
 */
export function dropoutNoise(x: tf.Tensor2D, rate: number | tf.Scalar, rng: Rng): tf.Tensor2D {
  checkTensor2d('dropoutNoise: x', x);
  checkScalar('dropoutNoise: rate', rate);
  checkRng('dropoutNoise: rng', rng);
  if (typeof rate === 'number') numberWithin('dropoutNoise: rate', rate, 0, 1 - 1e-6);
  if (rate === 0) return x.clone();
  return tf.tidy(() => {
    const keep = tf.sub(1, rate) as tf.Scalar;
    return tf.mul(x, tf.div(maskTensor(x.shape, keep, rng), keep));
  });
}
