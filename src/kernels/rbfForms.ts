import * as tf from '@tensorflow/tfjs';
import { centreColumns } from '../tensor/centreColumns.js';
import { withGradient } from '../tensor/withGradient.js';
import { gaussianSums } from './gaussianSums.js';
import { bandwidths, type RbfOptions } from './rbfOptions.js';

// -|t_i - t_j|², by the Gram trick; rounding must not make it positive.
function negativeDistances(t: tf.Tensor2D): tf.Tensor2D {
  const norms = t.square().sum(1, true);
  const products = tf.matMul(t, t.mul<tf.Tensor2D>(-2).transpose<tf.Tensor2D>());
  return products.add(norms).add(norms.transpose()).relu().neg() as tf.Tensor2D;
}

// With symmetric G = dK ∘ slope: Σ_j 4 G_ij (t_j - t_i). The appended ones bring the row sums along.
function pull(g: tf.Tensor2D, t: tf.Tensor2D): tf.Tensor {
  const withOnes = tf.concat([t, tf.ones([t.shape[0], 1])], 1) as tf.Tensor2D;
  const [weighted, sums] = tf.split(g.matMul(withOnes), [t.shape[1], 1], 1) as [tf.Tensor2D, tf.Tensor2D];
  return weighted.sub(t.mul(sums)).mul(4);
}

/**
 * `w_bᵀ K w_b` for every column of weights, K the kernel of `rbfKernel` within one sample. What every discrepancy
 * between groups of one sample comes down to, with its gradient in closed form: one Gram matrix, one exp and
 * squarings. First derivatives only.
 *
 * @param argument - Name of the caller, for messages.
 * @param sample - [n, dims]
 * @param weights - Constants: no gradient flows into them. [n, k]
 * @returns [k]; the caller disposes it.
 */
export function rbfForms(
  argument: string,
  sample: tf.Tensor2D,
  weights: tf.Tensor2D,
  options: RbfOptions,
): tf.Tensor1D {
  const { kernelMul, kernelNum, widest } = bandwidths(argument, options);
  return withGradient([sample], (save, sample) => {
    // Distances in units of the widest bandwidth, taken on [n, dims] numbers rather than on [n, n].
    const unit = widest(sample).sqrt();
    const t = centreColumns(sample).div(unit) as tf.Tensor2D;
    const { value: kernel, slope } = gaussianSums(negativeDistances(t), kernelMul, kernelNum);
    save([t, slope, weights, unit]);
    return {
      value: kernel.matMul(weights).mul(weights).sum(0) as tf.Tensor1D,
      gradient(dy, [t, slope, w, unit]) {
        const dK = tf.matMul(w!.mul<tf.Tensor2D>(dy), w!.transpose<tf.Tensor2D>());
        return [pull(dK.mul(slope!), t as tf.Tensor2D).div(unit!)];
      },
    };
  });
}
