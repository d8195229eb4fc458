import * as tf from '@tensorflow/tfjs';
import { aboutMean } from '../../tensor/aboutMean.js';
import { withGradient } from '../../tensor/withGradient.js';
import type { KernelMixture } from './rbfOptions.js';

/** Numbers that are linear in a kernel matrix, and their gradient. */
export interface LinearInKernel {
  /** [n, n] -> [k] */
  value(kernel: tf.Tensor2D, constants: tf.Tensor[]): tf.Tensor1D;
  /** Twice the gradient of `Σ_k dy_k value_k` with respect to the kernel, symmetric. [n, n] */
  gradient(dy: tf.Tensor1D, constants: tf.Tensor[]): tf.Tensor2D;
}

// -|c_i - c_j|² / widest from a Gram matrix, with `scaled` = 2c/widest. Rounding must not make it positive.
function exponents(c: tf.Tensor2D, scaled: tf.Tensor2D, widest: tf.Scalar): tf.Tensor2D {
  const norms = c.square().sum(1, true).div(widest);
  const products = tf.matMul(scaled, c, false, true);
  return products
    .sub(norms)
    .sub(norms.reshape([1, -1]))
    .minimum(0);
}

// With symmetric G: Σ_j G_ij (s_j - s_i).
const pull = (g: tf.Tensor2D, scaled: tf.Tensor2D): tf.Tensor =>
  g.matMul(scaled).sub(scaled.mul(g.sum(1, true)));

/**
 * Numbers that are linear in the kernel matrix of one sample, with their gradient in closed form. The cost is
 * one Gram matrix, one exp and squarings. First derivatives only.
 *
 * @param sample - [n, dims]
 * @param constants - Tensors that `linear` needs; no gradient flows into them.
 * @returns [k]; the caller disposes it.
 */
export function rbfWithin(
  sample: tf.Tensor2D,
  constants: readonly tf.Tensor[],
  { widest, sums }: KernelMixture,
  linear: LinearInKernel,
): tf.Tensor1D {
  return withGradient([sample], (save, sample) => {
    const width = widest(sample);
    const c = aboutMean(sample);
    // Scaling [n, dims] numbers is cheaper than scaling [n, n].
    const scaled = c.mul<tf.Tensor2D>(tf.div(2, width));
    const { value: kernel, slope } = sums(exponents(c, scaled, width));
    save([scaled, slope, ...constants]);
    return {
      value: linear.value(kernel, [...constants]),
      gradient: (dy, [scaled, slope, ...saved]) => [
        pull(linear.gradient(dy, saved).mul(slope!), scaled as tf.Tensor2D),
      ],
    };
  });
}
