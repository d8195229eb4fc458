import * as tf from '@tensorflow/tfjs';

/**
 * The same row for every cell, [cells, row.length]. Made by broadcasting: the number of cells must not appear in a graph that is
 * exported.
 */
export function rowForEach(cells: tf.Tensor2D, row: ArrayLike<number>): tf.Tensor2D {
  const zeros = tf.mul(tf.slice(cells, [0, 0], [-1, 1]), 0);
  return tf.add(zeros, tf.tensor2d(Array.from(row), [1, row.length]));
}
