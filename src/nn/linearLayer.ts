import * as tf from '@tensorflow/tfjs';
import type { CsrMatrix } from '../matrix/matrix.js';
import type { Rng } from '../random/rng.js';
import { csrMatMul } from './csrMatMul.js';
import type { Layer } from './layer.js';
import { parameter } from './parameter.js';

/**
 * How weights W [inputs, outputs] and biases start: `'fanIn'` is PyTorch's default, both uniform in ±1/√inputs; `'glorot'`
 * TensorFlow's, W uniform in ±√(6 / (inputs + outputs)) and biases 0: signals keep their size without a norm.
 */
export type InitialWeights = 'fanIn' | 'glorot';

function uniformVariable(shape: number[], bound: number, rng: Rng): tf.Variable {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: size }, () => (2 * rng.next() - 1) * bound);
  return tf.tidy(() => tf.variable(tf.tensor(values, shape)));
}

const product = (x: tf.Tensor2D | CsrMatrix, weight: tf.Tensor2D): tf.Tensor2D =>
  'indptr' in x ? csrMatMul(x, weight) : tf.matMul(x, weight);

/** x·W + b. [cells, inputs] -> [cells, outputs] */
export function linearLayer(
  inputs: number,
  outputs: number,
  rng: Rng,
  initial: InitialWeights = 'fanIn',
): Layer<tf.Tensor2D | CsrMatrix> {
  const fanIn = 1 / Math.sqrt(inputs);
  const bounds = initial === 'glorot' ? [Math.sqrt(6 / (inputs + outputs)), 0] : [fanIn, fanIn];
  const weight = uniformVariable([inputs, outputs], bounds[0]!, rng);
  const bias = uniformVariable([outputs], bounds[1]!, rng);
  return {
    variables: [weight, bias],
    apply: (x, mode) => tf.add(product(x, parameter(weight, mode) as tf.Tensor2D), parameter(bias, mode)),
  };
}
