import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';

/**
 * CLUB, an upper bound of the mutual information of x and y, given a network that predicts y from x as a
 * Gaussian q: `mean_i [log q(y_i | x_i) - mean_j log q(y_j | x_i)]`. The bound holds only as far as q fits, so
 * train q as well, with {@link clubLikelihood} on detached x and y. The value may be negative while q fits
 * poorly.
 *
 * All n² pairs count, yet the cost is O(n · dims): the mean over j needs only the mean and variance of y.
 *
 * @param mean - Predicted mean of y given x. [cells, dims]
 * @param logVariance - Predicted log-variance; let the network clamp it, for example to [-8, 4]. [cells, dims]
 * @param y - The observed values. [cells, dims]
 * @returns Scalar, in nats; the caller disposes it.
 * @throws RangeError if the shapes differ or there are no rows.
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
    // With y and the predicted mean both centred on the mean of y: mean_j (y_j - m_i)² = var(y) + m_i².
    const centre = y.mean(0, true);
    const [m, t] = [mean.sub(centre), y.sub(centre)];
    const excess = t.square().mean(0, true).sub(t.square()).add(m.mul(t).mul(2));
    return excess.div(logVariance.exp()).sum(1).mean().mul(0.5).asScalar();
  });
}
