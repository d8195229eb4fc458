import * as tf from '@tensorflow/tfjs';
import { readOptions } from '../check/options.js';
import { checkHasRows, checkSameRows } from '../tensor/checkShapes.js';
import { rbfForms } from './rbf/rbfForms.js';
import { type RbfOptions, rbfTable } from './rbf/rbfOptions.js';

// The mean of a single cell doesn't describe a distribution.
const leastCells = 2;

/** 1 for counts of at least {@link leastCells}, else 0. A step, because comparisons have no gradient. */
const enough = (counts: tf.Tensor): tf.Tensor => counts.sub(leastCells - 0.5).step();

/**
 * Maximum mean discrepancy (MMD) across batches. Each batch is compared with all other cells, and the result is
 * the average over the batches that have at least two cells inside and two outside. If no batch has, for
 * example because there is only one batch, the loss is 0. All batches share one kernel matrix and one
 * bandwidth, both computed from all cells.
 *
 * `mean_b w_bᵀ K w_b`, with `w_b = 1/n_b` on the cells of batch b and `-1/(n - n_b)` elsewhere; K is the kernel
 * of {@link rbfKernel}. First derivatives only.
 *
 * @param z - Latents. [cells, dims]
 * @param oneHot - One-hot batches. [cells, batches]
 * @param options - As for {@link rbfKernel}: `kernelMul` 2, `kernelNum` 5, `fixSigma`.
 * @returns Scalar, at least 0 except for rounding; the caller disposes it.
 * @throws RangeError if the numbers of rows differ, there are no rows, or an option is unknown or out of range.
 * @see Gretton et al., A Kernel Two-Sample Test, JMLR 2012.
 * @example
 * ```ts
 * const loss = alignBatchesLoss(zBio, oneHot);
 * ```
 */
export function alignBatchesLoss(z: tf.Tensor2D, oneHot: tf.Tensor2D, options: RbfOptions = {}): tf.Scalar {
  const kernel = readOptions('alignBatchesLoss', options, rbfTable);
  checkHasRows('alignBatchesLoss: z', z);
  checkSameRows('alignBatchesLoss: oneHot', oneHot, z);
  return tf.tidy(() => {
    const inside = oneHot.sum(0);
    const outside = tf.sub(z.shape[0], inside);
    const others = tf.sub(1, oneHot).div(outside.maximum(1));
    const weights = oneHot.div(inside.maximum(1)).sub(others) as tf.Tensor2D;
    const each = rbfForms('alignBatchesLoss', z, weights, kernel);
    const counted = enough(inside).mul(enough(outside));
    return each.mul(counted).sum().div(counted.sum().maximum(1)).asScalar();
  });
}
