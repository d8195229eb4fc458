import * as tf from '@tensorflow/tfjs';
import type { Layer } from './layer.js';
import { parameter } from './parameter.js';

/** Layer normalisation over each cell's units: (x - mean)/√(variance + 1e-5)·scale + shift. */
export function layerNorm(size: number): Layer {
  const scale = tf.tidy(() => tf.variable(tf.ones([size])));
  const shift = tf.tidy(() => tf.variable(tf.zeros([size])));
  return {
    variables: [scale, shift],
    apply: (x, mode) => {
      const { mean, variance } = tf.moments(x, 1, true);
      const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
      return tf.add(tf.mul(normal, parameter(scale, mode)), parameter(shift, mode));
    },
  };
}
