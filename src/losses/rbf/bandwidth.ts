import * as tf from '@tensorflow/tfjs';
import { aboutMean } from '../../tensor/aboutMean.js';
import { withGradient } from '../../tensor/withGradient.js';

/**
 * Smallest bandwidth. Without it, collapsed samples would divide by zero, and their gradient grows as
 * 1/√bandwidth.
 */
export const leastBandwidth = 1e-8;

// Σ_ij |t_i - t_j|² / (N² - N) = 2 Σ_i |t_i - mean|² / (N - 1): no matrix of distances is needed.
function meanSquaredDistance(sample: tf.Tensor2D): tf.Scalar {
  const spread = aboutMean(sample).square().sum(1, true).sum();
  return spread.mul(2 / Math.max(sample.shape[0] - 1, 1));
}

/**
 * Mean squared distance over all pairs of different rows of the joint sample, `Σ d² / (N² - N)`, at least
 * {@link leastBandwidth}. It is a constant: no gradient flows through it.
 *
 * @param samples - [n, dims] each; together they are the joint sample of N rows.
 * @returns Scalar; the caller disposes it.
 */
export function meanBandwidth(...samples: tf.Tensor2D[]): tf.Scalar {
  return withGradient(samples, (_save, ...parts) => ({
    value: meanSquaredDistance(tf.concat(parts, 0)).maximum(leastBandwidth) as tf.Scalar,
    gradient: () => samples.map(({ shape }) => tf.zeros(shape)),
  }));
}
