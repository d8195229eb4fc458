import type * as tf from '@tensorflow/tfjs';
import { detach } from '../../tensor/detach.js';
import type { Mode } from '../network.js';

/** A layer's variable as this mode wants it: itself, or cut off from the gradient. */
export function parameter(variable: tf.Variable, mode: Mode): tf.Tensor {
  return mode.frozen ? detach(variable as tf.Tensor) : variable;
}
