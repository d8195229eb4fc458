import * as tf from '@tensorflow/tfjs';
import { oneOf } from '../../check/checks.js';

/** Activations that have a name; `leakyRelu` has slope 0.2. */
export type ActivationName = 'relu' | 'elu' | 'leakyRelu' | 'softplus' | 'tanh' | 'sigmoid' | 'linear';

/** An activation by name, or any function of a tensor (a model with such a function can't be rebuilt from a file). */
export type Activation = ActivationName | ((x: tf.Tensor2D) => tf.Tensor2D);

const functions: Record<ActivationName, (x: tf.Tensor2D) => tf.Tensor2D> = {
  relu: tf.relu,
  elu: tf.elu,
  // Written out, because tfjs' own leakyRelu has no second derivative and gradient penalties need one.
  leakyRelu: (x) => tf.add(tf.mul(tf.relu(x), 0.8), tf.mul(x, 0.2)),
  softplus: tf.softplus,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  linear: (x) => x.clone(),
};

/** The function of an activation. Throws if the name is unknown. */
export function activationFunction(
  argument: string,
  activation: Activation,
): (x: tf.Tensor2D) => tf.Tensor2D {
  if (typeof activation === 'function') return activation;
  return functions[oneOf(argument, activation, Object.keys(functions) as ActivationName[])];
}
