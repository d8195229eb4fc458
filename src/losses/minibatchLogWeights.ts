import * as tf from '@tensorflow/tfjs';
import { identityMatrix } from '../tensor/identityMatrix.js';

// 1 at (0, 1) and at (i, i - 1): the one other cell that stands for all those outside the minibatch. Which one it is
// doesn't matter; this is MichiGAN's choice.
function neighbours(n: number): tf.Tensor2D {
  const identity = identityMatrix(n);
  return tf.concat([identity.slice([1], [1]), identity.slice([0], [n - 1])], 0) as tf.Tensor2D;
}

/**
 * Logarithms of the weights by which a minibatch stands for the whole data set in
 * `q(z_i) ≈ Σ_j w_ij q(z_i | x_j)`, for n cells of N.
 *
 * Stratified (MSS): the own cell 1/N, one other (N - n + 1) / (N (n - 1)), the rest 1/(n - 1): unbiased for q(z).
 * Weighted (MWS): 1/(N n) for all. A minibatch of a single cell has the weight 1/N.
 *
 * @returns [n, n], or a scalar where all weights are the same; the caller disposes it.
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
