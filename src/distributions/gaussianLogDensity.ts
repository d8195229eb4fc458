import type * as tf from '@tensorflow/tfjs';

const logTwoPi = Math.log(2 * Math.PI);

/**
 * Log-density of Gaussians, `-½ [(x - m)² / exp(lv) + lv + log 2π]`, entry by entry. Shapes broadcast and
 * aren't checked.
 *
 * @returns The common shape; the caller disposes it.
 */
export function gaussianLogDensity(x: tf.Tensor, mean: tf.Tensor, logVariance: tf.Tensor): tf.Tensor {
  const distance = x.sub(mean).square().mul(logVariance.neg().exp());
  return distance.add(logVariance).add(logTwoPi).mul(-0.5);
}
