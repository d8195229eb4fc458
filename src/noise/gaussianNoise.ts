import * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../check/checks.js';
import { normalTensor } from '../random/randomTensors.js';
import { checkRng, type Rng } from '../random/rng.js';
import { checkScalar, checkTensor2d } from '../tensor/checkShapes.js';

/**
 * Adds independent Gaussian noise to every entry: `x + stddev·ε`, ε ~ N(0, 1).
 *
 * @param x - [cells, genes]
 * @param stddev - Standard deviation, in the units of x; 0 gives a copy. Pass a scalar tensor if it changes
 * during training.
 * @param rng - Source of the noise.
 * @returns A new tensor [cells, genes]; the caller disposes it.
 * @throws RangeError if `stddev` is negative or not finite.
 * @example
 * ```ts
 * const noisy = gaussianNoise(x, 0.1, createRng(1));
 * ```
 */
export function gaussianNoise(x: tf.Tensor2D, stddev: number | tf.Scalar, rng: Rng): tf.Tensor2D {
  checkTensor2d('gaussianNoise: x', x);
  checkScalar('gaussianNoise: stddev', stddev);
  checkRng('gaussianNoise: rng', rng);
  if (typeof stddev === 'number') numberWithin('gaussianNoise: stddev', stddev, 0);
  if (stddev === 0) return x.clone();
  return tf.tidy(() => tf.add(x, tf.mul(normalTensor(x.shape, rng), stddev)));
}
