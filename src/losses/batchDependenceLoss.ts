import * as tf from '@tensorflow/tfjs';
import { oneOf } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { centreColumns } from '../tensor/centreColumns.js';
import { checkHasRows, checkSameRows } from '../tensor/checkShapes.js';
import { rbfForms } from './rbf/rbfForms.js';

/** Options of {@link batchDependenceLoss}. */
export interface BatchDependenceLossOptions {
  /** `'rbf'` detects any difference between batches, `'linear'` differences of means only. Default `'rbf'`. */
  kernel?: 'rbf' | 'linear' | undefined;
}

const table = {
  kernel: (argument, given = 'rbf') => oneOf(argument, given, ['rbf', 'linear']),
} satisfies OptionTable<BatchDependenceLossOptions>;

const gaussians = 5;

// Column b holds 1/√n_b on the cells of batch b, so that pᵀKp is the sum of K within b divided by n_b. A batch
// without cells gives 0.
function batchColumns(oneHot: tf.Tensor2D): tf.Tensor2D {
  return oneHot.div(oneHot.sum(0, true).maximum(1).sqrt());
}

/** Share of the variance in feature space that lies between batches. */
function kernelShare(z: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Tensor {
  const n = z.shape[0];
  const weights = tf.concat([batchColumns(oneHot), tf.fill([n, 1], 1 / Math.sqrt(n))], 1) as tf.Tensor2D;
  const forms = rbfForms('batchDependenceLoss', z, weights, { kernelMul: 2, kernelNum: gaussians });
  const [within, overall] = tf.split(forms, [oneHot.shape[1], 1]) as [tf.Tensor1D, tf.Tensor1D];
  // Plus 1e-6 per cell: equal rows have no variance, and 0/0 must become 0.
  const total = tf.sub(gaussians * n + 1e-6 * n, overall);
  return within.sum().sub(overall).div(total);
}

/** The same share for each dimension, without a kernel. [dims] */
function linearShare(z: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Tensor {
  const centred = centreColumns(z);
  const means = batchColumns(oneHot).transpose<tf.Tensor2D>().matMul(centred);
  return means.square().sum(0).div(centred.square().sum(0).add(1e-6));
}

// By chance alone, B' groups explain (B' - 1)/(n - 1) of any variance.
function aboveChance(share: tf.Tensor, oneHot: tf.Tensor2D): tf.Tensor {
  const n = oneHot.shape[0];
  const present = oneHot.sum(0).step().sum();
  const excess = share.mul(n - 1).sub(present.sub(1));
  return excess.div(tf.sub(n, present).maximum(1)).relu();
}

/**
 * Share of the latent's variance that the batch explains: the R² of an analysis of variance, corrected for
 * chance and clamped at 0. It is 0 if the batches are as well mixed as by chance, and 1 if each batch is a
 * single point. Minimise it to remove the batch from z_bio.
 *
 * `'rbf'` (kernel ANOVA, the normalised HSIC of z with the batch label): with K the kernel of {@link rbfKernel}
 * at its defaults, `between = Σ_b (1/n_b) Σ_{i,j in b} K_ij - ΣK/n`, `total = trace K - ΣK/n` and
 * `R² = between / total`. One kernel matrix serves any number of batches: `between` is the weighted sum of all
 * MMDs between batches.
 * `'linear'`: the ordinary R² of each dimension; the corrected values are averaged over dimensions.
 * Both are corrected to `(R² - e) / (1 - e)`, with `e = (B' - 1) / (n - 1)` and B' the number of batches
 * present in the minibatch.
 *
 * A batch without cells is left out, and a single batch gives 0. First derivatives only for `'rbf'`.
 *
 * @param z - Latents. [cells, dims]
 * @param oneHot - One-hot batches. [cells, batches]
 * @param options - `kernel`, default `'rbf'`.
 * @returns Scalar in [0, 1]; the caller disposes it.
 * @throws RangeError if the numbers of rows differ, there are no rows, or an option is unknown.
 * @see Gretton et al., Measuring Statistical Dependence with Hilbert-Schmidt Norms, ALT 2005.
 * @example
 * ```ts
 * const loss = batchDependenceLoss(zBio, oneHot).mul(100);
 * ```
 */
export function batchDependenceLoss(
  z: tf.Tensor2D,
  oneHot: tf.Tensor2D,
  options: BatchDependenceLossOptions = {},
): tf.Scalar {
  const { kernel } = readOptions('batchDependenceLoss', options, table);
  checkHasRows('batchDependenceLoss: z', z);
  checkSameRows('batchDependenceLoss: oneHot', oneHot, z);
  return tf.tidy(() => {
    const share = kernel === 'rbf' ? kernelShare(z, oneHot) : linearShare(z, oneHot);
    return aboveChance(share, oneHot).mean().asScalar();
  });
}
