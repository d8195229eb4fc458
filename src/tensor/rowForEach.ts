import * as tf from '@tensorflow/tfjs';

/**
 * The same row for each cell, [cells, row.length]. It is made by broadcasting, because the number of cells must
 * not appear in an exported graph.
 */
export function rowForEach(cells: tf.Tensor2D, row: ArrayLike<number>): tf.Tensor2D {
  const zeros = tf.mul(tf.slice(cells, [0, 0], [-1, 1]), 0);
  return tf.add(zeros, tf.tensor2d(Array.from(row), [1, row.length]));
}
