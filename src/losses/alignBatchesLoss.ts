import * as tf from '@tensorflow/tfjs';
import { readOptions } from '../check/options.js';
import { checkHasRows, checkSameRows } from '../tensor/checkShapes.js';
import { rbfForms } from './rbf/rbfForms.js';
import { type RbfOptions, rbfTable } from './rbf/rbfOptions.js';

// A mean over fewer cells says nothing about a distribution.
const leastCells = 2;

/** 1 for at least {@link leastCells}, else 0; a step, because comparisons have no gradient function. */
const enough = (counts: tf.Tensor): tf.Tensor => counts.sub(leastCells - 0.5).step();

/**
 * Maximum mean discrepancy across batches: every batch against all the other cells, averaged over the batches that
 * have at least two cells inside and two outside; 0 if there is none (one batch only). One kernel matrix and one
 * bandwidth, from all cells, serve every batch.
 *
 * `mean_b w_bᵀ K w_b`, with `w_b = 1/n_b` on the cells of b and `-1/(n - n_b)` elsewhere, K the kernel of {@link
 * rbfKernel}. First derivatives only.
 *
 * @param z - Latents. [cells, dims]
 * @param oneHot - The batch. [cells, batches]
 * @param options - As for {@link rbfKernel}: `kernelMul` 2, `kernelNum` 5, `fixSigma`.
 * @returns Scalar, at least 0 but for rounding; the caller disposes it.
 * @throws RangeError on differing rows, no rows, an unknown option or one out of range.
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
