import * as tf from '@tensorflow/tfjs';
import { checkSameColumns, checkTensor2d } from './checkShapes.js';
import { normalizeRows } from './normalizeRows.js';

/**
 * Cosine of the angle between each pair of rows: `s_ij = x_i·y_j / (|x_i| |y_j|)`; 0 if a row is zero.
 *
 * @param x - [n, dims]
 * @param y - [m, dims]; default: `x` itself.
 * @returns [n, m], values in [-1, 1]; the caller disposes it.
 * @throws RangeError if `x` and `y` differ in columns.
 * @example
 * ```ts
 * cosineSimilarities(tf.tensor2d([[1, 0], [1, 1]])); // [[1, 0.707], [0.707, 1]]
 * ```
 */
export function cosineSimilarities(x: tf.Tensor2D, y: tf.Tensor2D = x): tf.Tensor2D {
  checkTensor2d('cosineSimilarities: x', x);
  checkSameColumns('cosineSimilarities: y', y, x);
  return tf.tidy(() => tf.matMul(normalizeRows(x), normalizeRows(y).transpose<tf.Tensor2D>()));
}
