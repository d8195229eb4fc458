import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import type { CsrMatrix } from '../../matrix/matrix.js';
import type { Rng } from '../../random/rng.js';
import { csrMatMul } from './csrMatMul.js';
import { type InitialWeights, initialBias, initialWeight } from './initialWeights.js';
import type { Layer } from './layer.js';
import { parameter } from './parameter.js';

function drawnVariable(shape: number[], draw: () => number): tf.Variable {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: size }, draw);
  return variable(() => tf.tensor(values, shape));
}

const product = (x: tf.Tensor2D | CsrMatrix, weight: tf.Tensor2D): tf.Tensor2D =>
  'indptr' in x ? csrMatMul(x, weight) : tf.matMul(x, weight);

/**
 * `x·W + b`: [cells, inputs] -> [cells, outputs]. The outputs are those of `heads` equal layers side by side,
 * which only affects the initial weights.
 */
export function linearLayer(
  inputs: number,
  outputs: number,
  rng: Rng,
  initial: InitialWeights = 'fanIn',
  heads = 1,
): Layer<tf.Tensor2D | CsrMatrix> {
  const size = { inputs, outputs: outputs / heads };
  const weight = drawnVariable([inputs, outputs], () => initialWeight(initial, rng, size));
  const bias = drawnVariable([outputs], () => initialBias(initial, rng, size));
  return {
    variables: [weight, bias],
    apply: (x, mode) => tf.add(product(x, parameter(weight, mode) as tf.Tensor2D), parameter(bias, mode)),
  };
}
