import * as tf from '@tensorflow/tfjs';
import { normalTensor } from '../random/randomTensors.js';
import type { Mode } from './network.js';

/**
 * A draw from diagonal Gaussians while training, `mean + max(exp(logVariance / 2), least)·ε`; the mean otherwise.
 *
 * @param mean - [cells, dims]
 * @param logVariance - [cells, dims]
 * @param least - Smallest standard deviation, against latents that shrink to points; default 0.
 * @returns [cells, dims]; while training a new tensor, otherwise `mean` itself.
 * @see Kingma and Welling, Auto-Encoding Variational Bayes, 2013.
 * @example
 * ```ts
 * const z = sampleGaussian(mean, logVariance, step.mode);
 * ```
 */
export function sampleGaussian(
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  { training, rng }: Mode,
  least = 0,
): tf.Tensor2D {
  if (!training) return mean;
  return tf.tidy(() => {
    const free = tf.exp(tf.mul(logVariance, 0.5));
    const deviation = least > 0 ? tf.add(tf.relu(tf.sub(free, least)), least) : free;
    return tf.add(mean, tf.mul(deviation, normalTensor(mean.shape, rng)));
  });
}
