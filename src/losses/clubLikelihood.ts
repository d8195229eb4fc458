import * as tf from '@tensorflow/tfjs';
import { gaussianLogDensity } from '../distributions/gaussianLogDensity.js';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';

/**
 * What trains the network behind {@link club}: the negative log-likelihood of y under its Gaussian,
 * `mean over cells of ½ Σ_d [(y - m)² / exp(lv) + lv + log 2π]`. Give it detached x and y.
 *
 * @param mean - [cells, dims]
 * @param logVariance - [cells, dims]
 * @param y - [cells, dims]
 * @returns Scalar, in nats; the caller disposes it.
 * @throws RangeError on differing shapes or no rows.
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
