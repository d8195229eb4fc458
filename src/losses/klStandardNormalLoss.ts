import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';

/**
 * KL divergence of diagonal Gaussians from N(0, I): `½ Σ_d [m² + exp(lv) - 1 - lv]`, summed over dimensions and
 * averaged over cells.
 *
 * @param mean - m. [cells, dims]
 * @param logVariance - lv; clamp it (for example to [-8, 4]) if a network predicts it. [cells, dims]
 * @returns Scalar >= 0, in nats; the caller disposes it.
 * @throws RangeError if the shapes differ or there are no rows.
 * @see Kingma and Welling, Auto-Encoding Variational Bayes, 2013.
 * @example
 * ```ts
 * const kl = klStandardNormalLoss(pass.mean.nio, pass.logVariance.nio);
 * ```
 */
export function klStandardNormalLoss(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Scalar {
  checkHasRows('klStandardNormalLoss: mean', mean);
  checkSameShape('klStandardNormalLoss: logVariance', logVariance, mean);
  return tf.tidy(() => {
    // expm1, because exp(lv) - 1 loses its digits where the variance is near 1, which is the optimum.
    const perDimension = mean.square().add(logVariance.expm1()).sub(logVariance);
    return perDimension.sum(1).mean().mul(0.5).asScalar();
  });
}
