import * as tf from '@tensorflow/tfjs';
import { anObject, numberWithin } from '../check/checks.js';
import { normalTensor } from '../random/randomTensors.js';
import { checkSameShape, checkTensor2d } from '../tensor/checkShapes.js';
import type { Mode } from './network.js';

/**
 * Draws from diagonal Gaussians during training, `mean + max(exp(logVariance / 2), least)·ε`; otherwise returns
 * the mean.
 *
 * @param mean - Means. [cells, dims]
 * @param logVariance - Log-variances. [cells, dims]
 * @param least - Smallest standard deviation, which keeps latents from shrinking to points; default 0.
 * @returns [cells, dims]. During training, a new tensor, which the caller disposes; otherwise `mean` itself.
 * @see Kingma and Welling, Auto-Encoding Variational Bayes, 2013.
 * @example
 * ```ts
 * const z = sampleGaussian(mean, logVariance, step.mode);
 * ```
 */
export function sampleGaussian(
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  mode: Mode,
  least = 0,
): tf.Tensor2D {
  checkTensor2d('sampleGaussian: mean', mean);
  anObject('sampleGaussian: mode', mode, 'a mode { training, rng }');
  numberWithin('sampleGaussian: least', least, 0);
  checkSameShape('sampleGaussian: logVariance', logVariance, mean);
  const { training, rng } = mode;
  if (!training) return mean;
  return tf.tidy(() => {
    const free = tf.exp(tf.mul(logVariance, 0.5));
    const deviation = least > 0 ? tf.add(tf.relu(tf.sub(free, least)), least) : free;
    return tf.add(mean, tf.mul(deviation, normalTensor(mean.shape, rng)));
  });
}
