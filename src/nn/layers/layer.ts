import type * as tf from '@tensorflow/tfjs';
import type { Mode } from '../network.js';

/** A part of a network: like a Network, but without a config. */
export interface Layer<Input = tf.Tensor2D> {
  readonly variables: readonly tf.Variable[];
  apply(x: Input, mode: Mode): tf.Tensor2D;
}
