import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import type { Layer } from './layer.js';
import { parameter } from './parameter.js';

/** A learned scale and shift of each unit, `x·scale + shift`: a normalisation layer without its statistics. */
export function affineLayer(size: number): Layer {
  const scale = variable([size], (shape) => tf.ones(shape), { role: 'norm/scale' });
  const shift = variable([size], (shape) => tf.zeros(shape), { role: 'norm/shift' });
  return {
    variables: [scale, shift],
    apply: (x, mode) => tf.add(tf.mul(x, parameter(scale, mode)), parameter(shift, mode)),
  };
}
