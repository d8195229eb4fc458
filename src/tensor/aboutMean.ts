import * as tf from '@tensorflow/tfjs';

/**
 * Columns minus their mean, once: `x - mean(x)`. Rounding leaves a residue, the same in every row of a column: enough
 * where only differences of rows count.
 *
 * @param x - [cells, dims]
 * @returns [cells, dims]; the caller disposes it.
 */
export function aboutMean(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.sub(x, tf.mean(x, 0, true)));
}
