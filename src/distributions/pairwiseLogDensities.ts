import type * as tf from '@tensorflow/tfjs';
import { gaussianLogDensity } from './gaussianLogDensity.js';

/**
 * Log-density of each row of z, in each dimension, under each of k Gaussians.
 *
 * @param z - [n, dims]
 * @param means - [k, dims]
 * @param logVariances - [k, dims]
 * @returns [n, dims, k]; the caller disposes it.
 */
export function pairwiseLogDensities(
  z: tf.Tensor2D,
  means: tf.Tensor2D,
  logVariances: tf.Tensor2D,
): tf.Tensor3D {
  const ofGaussians = (t: tf.Tensor2D): tf.Tensor => t.transpose<tf.Tensor2D>().expandDims(0);
  return gaussianLogDensity(z.expandDims(2), ofGaussians(means), ofGaussians(logVariances)) as tf.Tensor3D;
}
