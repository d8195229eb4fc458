import * as tf from '@tensorflow/tfjs';
import { aboutMean } from './aboutMean.js';

/**
 * Columns minus their mean: `x - mean(x)`. It is subtracted twice, because the float32 mean of values with a
 * large common offset leaves a residue and a constant column must become zero.
 *
 * @param x - [cells, dims]
 * @returns [cells, dims]; the caller disposes it.
 */
export function centreColumns(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => aboutMean(aboutMean(x)));
}
