import * as tf from '@tensorflow/tfjs';
import { checkFitsInto } from '../tensor/broadcast.js';
import { checkSameShape, checkTensor2d } from '../tensor/checkShapes.js';

/**
 * KL divergence of one Gaussian from another, entry by entry: `KL(N(m, exp lv) ‖ N(m₀, exp lv₀)) = ½ [exp(lv -
 * lv₀) - 1 - (lv - lv₀) + (m - m₀)² / exp(lv₀)]`. For a loss with the prior N(0, I), use
 * {@link klStandardNormalLoss}.
 *
 * @param mean - m. [cells, dims]
 * @param logVariance - lv. [cells, dims]
 * @param priorMean - m₀. [cells, dims], or [1, dims] for one prior.
 * @param priorLogVariance - lv₀. [cells, dims], or [1, dims] for one prior.
 * @returns [cells, dims], >= 0, in nats; the caller disposes it.
 * @throws RangeError if the shapes differ.
 * @example
 * ```ts
 * const kl = gaussianKl(mean, logVariance, priorMean, priorLogVariance).sum(1).mean();
 * ```
 */
export function gaussianKl(
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  priorMean: tf.Tensor2D,
  priorLogVariance: tf.Tensor2D,
): tf.Tensor2D {
  checkTensor2d('gaussianKl: mean', mean);
  checkSameShape('gaussianKl: logVariance', logVariance, mean);
  checkFitsInto('gaussianKl: priorMean', priorMean, mean);
  checkFitsInto('gaussianKl: priorLogVariance', priorLogVariance, mean);
  return tf.tidy(() => {
    const wider = logVariance.sub(priorLogVariance);
    const apart = mean.sub(priorMean).square().mul(priorLogVariance.neg().exp());
    return wider.expm1().sub(wider).add(apart).mul(0.5) as tf.Tensor2D;
  });
}
