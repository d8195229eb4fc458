import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';

/**
 * CLUB, an upper bound of the mutual information of x and y, given a network that predicts y from x as a Gaussian
 * q: `mean_i [log q(y_i | x_i) - mean_j log q(y_j | x_i)]`. It is a bound only as far as q fits: train q beside it
 * with {@link clubLikelihood}, on detached x and y. It may be negative while q is poor.
 *
 * All n² pairs count, yet the work is O(n · dims): the mean over j needs only the mean and variance of y.
 *
 * @param mean - Mean of y given x, as predicted. [cells, dims]
 * @param logVariance - Its log-variance; let the network clamp it (say to [-8, 4]). [cells, dims]
 * @param y - What came. [cells, dims]
 * @returns Scalar, in nats; the caller disposes it.
 * @throws RangeError on differing shapes or no rows.
 * @see Cheng et al., CLUB: A Contrastive Log-ratio Upper Bound of Mutual Information, ICML 2020.
 * @example
 * ```ts
 * const [mean, logVariance] = tf.split(network.apply(zBio, mode), 2, 1);
 * const information = club(mean, logVariance, zNio); // to be minimised
 * ```
 */
export function club(mean: tf.Tensor2D, logVariance: tf.Tensor2D, y: tf.Tensor2D): tf.Scalar {
  checkHasRows('club: y', y);
  checkSameShape('club: mean', mean, y);
  checkSameShape('club: logVariance', logVariance, y);
  return tf.tidy(() => {
    // With y and mean taken from the mean of y: mean_j (y_j - m_i)² = var(y) + m_i².
    const centre = y.mean(0, true);
    const [m, t] = [mean.sub(centre), y.sub(centre)];
    const excess = t.square().mean(0, true).sub(t.square()).add(m.mul(t).mul(2));
    return excess.div(logVariance.exp()).sum(1).mean().mul(0.5).asScalar();
  });
}
