import * as tf from '@tensorflow/tfjs';
import { gaussianLogDensity } from '../distributions/gaussianLogDensity.js';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';

/**
 * Loss for the network behind {@link club}: the negative log-likelihood of y under the predicted Gaussian,
 * `mean over cells of ½ Σ_d [(y - m)² / exp(lv) + lv + log 2π]`. Pass detached x and y.
 *
 * @param mean - Predicted mean. [cells, dims]
 * @param logVariance - Predicted log-variance. [cells, dims]
 * @param y - The observed values. [cells, dims]
 * @returns Scalar, in nats; the caller disposes it.
 * @throws RangeError if the shapes differ or there are no rows.
 * @see Cheng et al., CLUB: A Contrastive Log-ratio Upper Bound of Mutual Information, ICML 2020.
 * @example
 * ```ts
 * const [mean, logVariance] = tf.split(network.apply(detach(zBio), mode), 2, 1);
 * const fit = clubLikelihood(mean, logVariance, detach(zNio)); // to be minimised
 * ```
 */
export function clubLikelihood(mean: tf.Tensor2D, logVariance: tf.Tensor2D, y: tf.Tensor2D): tf.Scalar {
  checkHasRows('clubLikelihood: y', y);
  checkSameShape('clubLikelihood: mean', mean, y);
  checkSameShape('clubLikelihood: logVariance', logVariance, y);
  return tf.tidy(() => gaussianLogDensity(y, mean, logVariance).sum(1).mean().neg().asScalar());
}
