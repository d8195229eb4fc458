import * as tf from '@tensorflow/tfjs';
import { type KernelMixtureOptions, mixtureOf } from './mixtureOf.js';
import { type LinearInKernel, rbfWithin } from './rbfWithin.js';

const pairSums: LinearInKernel = {
  value: (kernel, weights) => tf.stack(weights.map((w) => kernel.mul(w).sum(0).sum())) as tf.Tensor1D,
  gradient: (dy, weights) => {
    const each = tf.split(dy.mul<tf.Tensor1D>(2), weights.length);
    return tf.addN(weights.map((w, i) => w.mul<tf.Tensor2D>(each[i]!)));
  },
};

/**
 * `Σ_ij W_ij K_ij` for several matrices of weights, with K the kernel of `rbfKernel` within one sample. It
 * serves measures whose weights of pairs don't reduce to the products of columns that `rbfForms` takes. First
 * derivatives only.
 *
 * @param argument - Name of the calling function, for error messages.
 * @param sample - [n, dims]
 * @param weights - Symmetric constants: no gradient flows into them. [n, n] each
 * @returns One number per matrix; the caller disposes it.
 */
export function rbfPairSums(
  argument: string,
  sample: tf.Tensor2D,
  weights: readonly tf.Tensor2D[],
  options: KernelMixtureOptions,
): tf.Tensor1D {
  return rbfWithin(sample, weights, mixtureOf(argument, options), pairSums);
}
