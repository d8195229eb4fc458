import type * as tf from '@tensorflow/tfjs';
import { detach } from '../../tensor/detach.js';
import type { Mode } from '../network.js';

/** A layer's variable in this mode: the variable itself, or a detached copy if the mode is frozen. */
export function parameter(variable: tf.Variable, mode: Mode): tf.Tensor {
  return mode.frozen ? detach(variable as tf.Tensor) : variable;
}
