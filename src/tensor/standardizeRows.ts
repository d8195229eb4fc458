import * as tf from '@tensorflow/tfjs';
import { checkTensor2d } from './checkShapes.js';

const epsilon = 1e-5;

/**
 * Scales rows to mean 0 and variance 1: `(x - mean) / √(variance + 1e-5)`, which is layer normalisation without
 * parameters.
 *
 * @param x - [cells, units]
 * @returns [cells, units]; the caller disposes it.
 * @example
 * ```ts
 * createMlp({ inputs: 2000, outputs: 10, norm: 'none', activation: (x) => tf.elu(standardizeRows(x)) });
 * ```
 */
export function standardizeRows(x: tf.Tensor2D): tf.Tensor2D {
  checkTensor2d('standardizeRows: x', x);
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(x, 1, true);
    return x.sub(mean).mul(variance.add(epsilon).rsqrt()) as tf.Tensor2D;
  });
}
