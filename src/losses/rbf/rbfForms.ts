import * as tf from '@tensorflow/tfjs';
import { type KernelMixtureOptions, mixtureOf } from './mixtureOf.js';
import { type LinearInKernel, rbfWithin } from './rbfWithin.js';

const forms: LinearInKernel = {
  value: (kernel, [w]) => kernel.matMul<tf.Tensor2D>(w!).mul(w!).sum(0),
  gradient: (dy, [w]) => tf.matMul(w!.mul<tf.Tensor2D>(dy.mul(2)), w as tf.Tensor2D, false, true),
};

/**
 * `w_bᵀ K w_b` for each column of weights, with K the kernel of `rbfKernel` within one sample. All
 * discrepancies between groups of one sample reduce to this form. First derivatives only.
 *
 * @param argument - Name of the calling function, for error messages.
 * @param sample - [n, dims]
 * @param weights - Constants: no gradient flows into them. [n, k]
 * @returns [k]; the caller disposes it.
 */
export function rbfForms(
  argument: string,
  sample: tf.Tensor2D,
  weights: tf.Tensor2D,
  options: KernelMixtureOptions,
): tf.Tensor1D {
  return rbfWithin(sample, [weights], mixtureOf(argument, options), forms);
}
