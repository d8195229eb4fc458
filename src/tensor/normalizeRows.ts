import * as tf from '@tensorflow/tfjs';
import { checkTensor2d } from './checkShapes.js';

// Added inside the root, so that a zero row has a finite gradient. The length of rows longer than 1e-4 becomes
// 1 to within 5e-5.
const epsilon = 1e-12;

/**
 * Rows scaled to unit length: `x_i / sqrt(|x_i|² + 1e-12)`. A zero row stays zero, and its gradient is finite.
 *
 * @param x - [cells, dims]
 * @returns [cells, dims]; the caller disposes it.
 * @example
 * ```ts
 * normalizeRows(tf.tensor2d([[3, 4]])); // [[0.6, 0.8]]
 * ```
 */
export function normalizeRows(x: tf.Tensor2D): tf.Tensor2D {
  checkTensor2d('normalizeRows: x', x);
  return tf.tidy(() => x.div(x.square().sum(1, true).add(epsilon).sqrt()) as tf.Tensor2D);
}
