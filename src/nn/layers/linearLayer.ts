import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import type { CsrMatrix } from '../../matrix/matrix.js';
import type { Rng } from '../../random/rng.js';
import { csrMatMul } from './csrMatMul.js';
import { type InitialWeights, initialBias, initialWeight } from './initialWeights.js';
import type { Layer } from './layer.js';
import { parameter } from './parameter.js';

function drawnVariable<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  role: string,
  draw: () => number,
): tf.Variable<R> {
  const length = shape.reduce((a, b) => a * b, 1);
  return variable<R>(shape, () => tf.tensor(Float32Array.from({ length }, draw), shape), { role });
}

const product = (x: tf.Tensor2D | CsrMatrix, weight: tf.Tensor2D): tf.Tensor2D =>
  'indptr' in x ? csrMatMul(x, weight) : tf.matMul(x, weight);

/** A layer that exposes its weights W, [inputs, outputs]. */
export interface LinearLayer extends Layer<tf.Tensor2D | CsrMatrix> {
  readonly weights: tf.Variable<tf.Rank.R2>;
}

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
): LinearLayer {
  const size = { inputs, outputs: outputs / heads };
  const weights = drawnVariable<tf.Rank.R2>([inputs, outputs], 'dense/kernel', () =>
    initialWeight(initial, rng, size),
  );
  const bias = drawnVariable<tf.Rank.R1>([outputs], 'dense/bias', () => initialBias(initial, rng, size));
  return {
    weights,
    variables: [weights, bias],
    apply: (x, mode) => tf.add(product(x, parameter(weights, mode) as tf.Tensor2D), parameter(bias, mode)),
  };
}
