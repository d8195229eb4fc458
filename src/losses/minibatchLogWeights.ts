import * as tf from '@tensorflow/tfjs';
import { identityMatrix } from '../tensor/identityMatrix.js';

// 1 at (0, 1) and at (i, i - 1): for each cell, the one other cell that represents all cells outside the
// minibatch. It doesn't matter which one it is; this is MichiGAN's choice.
function neighbours(n: number): tf.Tensor2D {
  const identity = identityMatrix(n);
  return tf.concat([identity.slice([1], [1]), identity.slice([0], [n - 1])], 0) as tf.Tensor2D;
}

/**
 * Logarithms of the weights w with which a minibatch of n cells represents the whole data set of N cells in
 * `q(z_i) ≈ Σ_j w_ij q(z_i | x_j)`.
 *
 * Stratified (MSS): 1/N for the cell itself, (N - n + 1) / (N (n - 1)) for one other cell and 1/(n - 1) for the
 * rest, which is unbiased for q(z). Weighted (MWS): 1/(N n) for all cells. A minibatch of a single cell has the
 * weight 1/N.
 *
 * @returns [n, n], or a scalar if all weights are equal; the caller disposes it.
 * @see Chen et al., Isolating Sources of Disentanglement in VAEs, NeurIPS 2018, appendix C.
 */
export function minibatchLogWeights(estimator: 'mss' | 'mws', n: number, cells: number): tf.Tensor {
  if (estimator === 'mws' || n === 1) return tf.scalar(-Math.log(cells * n));
  const others = n - 1;
  const rest = -Math.log(others);
  const own = identityMatrix(n).mul(-Math.log(cells) - rest);
  const one = neighbours(n).mul(Math.log((cells - others) / (cells * others)) - rest);
  return own.add(one).add(rest);
}
