import * as tf from '@tensorflow/tfjs';

/**
 * Columns minus their mean, subtracted once: `x - mean(x)`. Rounding leaves a residue that is the same in all
 * rows of a column, so this suffices if only differences between rows matter.
 *
 * @param x - [cells, dims]
 * @returns [cells, dims]; the caller disposes it.
 */
export function aboutMean(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.sub(x, tf.mean(x, 0, true)));
}
