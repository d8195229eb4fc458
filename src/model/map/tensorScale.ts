import * as tf from '@tensorflow/tfjs';
import { type Scale, targetSum } from './inputScale.js';

// The limit keeps a cell without counts a row of zeros.
const totals = (x: tf.Tensor2D): tf.Tensor => tf.maximum(tf.sum(x, 1, true), 1e-20);

/** `toModelScale` as tensor operations. [cells, genes] */
export function tensorOnModelScale(x: tf.Tensor2D, scale: Scale): tf.Tensor2D {
  return scale !== 'logCounts' ? x : tf.log1p(tf.mul(x, tf.div(targetSum, totals(x))));
}

/** `toInputUnits` as tensor operations: decoded values at the totals of `x`. [cells, genes] */
export function tensorInInputUnits(decoded: tf.Tensor2D, x: tf.Tensor2D, scale: Scale): tf.Tensor2D {
  if (scale !== 'logCounts') return decoded;
  const expression = tf.expm1(tf.relu(decoded));
  return tf.mul(expression, tf.div(tf.sum(x, 1, true), totals(expression)));
}
