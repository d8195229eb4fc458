import * as tf from '@tensorflow/tfjs';
import { standardizeRows } from '../tensor/standardizeRows.js';
import type { Layer } from './layer.js';
import { parameter } from './parameter.js';

/** Layer normalisation over each cell's units: (x - mean)/√(variance + 1e-5)·scale + shift. */
export function layerNorm(size: number): Layer {
  const scale = tf.tidy(() => tf.variable(tf.ones([size])));
  const shift = tf.tidy(() => tf.variable(tf.zeros([size])));
  return {
    variables: [scale, shift],
    apply: (x, mode) => tf.add(tf.mul(standardizeRows(x), parameter(scale, mode)), parameter(shift, mode)),
  };
}
