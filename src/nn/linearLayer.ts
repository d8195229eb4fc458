import * as tf from '@tensorflow/tfjs';
import type { CsrMatrix } from '../matrix/matrix.js';
import type { Rng } from '../random/rng.js';
import { csrMatMul } from './csrMatMul.js';
import type { Layer } from './layer.js';
import { parameter } from './parameter.js';

function uniformVariable(shape: number[], bound: number, rng: Rng): tf.Variable {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: size }, () => (2 * rng.next() - 1) * bound);
  return tf.tidy(() => tf.variable(tf.tensor(values, shape)));
}

const product = (x: tf.Tensor2D | CsrMatrix, weight: tf.Tensor2D): tf.Tensor2D =>
  'indptr' in x ? csrMatMul(x, weight) : tf.matMul(x, weight);

/** x·W + b; W and b start uniform in ±1/√inputs, as PyTorch's Linear does. [cells, inputs] -> [cells, outputs] */
export function linearLayer(inputs: number, outputs: number, rng: Rng): Layer<tf.Tensor2D | CsrMatrix> {
  const bound = 1 / Math.sqrt(inputs);
  const weight = uniformVariable([inputs, outputs], bound, rng);
  const bias = uniformVariable([outputs], bound, rng);
  return {
    variables: [weight, bias],
    apply: (x, mode) => tf.add(product(x, parameter(weight, mode) as tf.Tensor2D), parameter(bias, mode)),
  };
}
