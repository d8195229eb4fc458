import * as tf from '@tensorflow/tfjs';
import { trueOrFalse } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { checkHasRows, checkSameColumns } from '../tensor/checkShapes.js';
import { normalizeRows } from '../tensor/normalizeRows.js';
import { rbfForms } from './rbf/rbfForms.js';
import { type RbfOptions, rbfTable } from './rbf/rbfOptions.js';

/** Options of {@link mmd}. */
export interface MmdOptions extends RbfOptions {
  /** Scale rows to unit length first, so that only directions count. Default false. */
  normalize?: boolean | undefined;
}

const table = {
  ...rbfTable,
  normalize: (argument, given = false) => trueOrFalse(argument, given),
} satisfies OptionTable<MmdOptions>;

// The three means at once: uᵀKu with u = 1/n on the rows of x and -1/m on the rows of y.
function weights(n: number, m: number): tf.Tensor2D {
  return tf.concat([tf.fill([n, 1], 1 / n), tf.fill([m, 1], -1 / m)], 0) as tf.Tensor2D;
}

/**
 * Maximum mean discrepancy (MMD; squared, biased) of two samples: `mean(K_xx) + mean(K_yy) - 2 mean(K_xy)`,
 * with the kernel of {@link rbfKernel} and one bandwidth from the joint sample. It is 0 for equal samples and
 * grows as the distributions move apart.
 *
 * Gradients flow into both samples, in closed form on one kernel matrix; first derivatives only. The default
 * bandwidth follows the data, so the value doesn't change if both samples are shifted or scaled together. A
 * large MMD makes two *marginal* distributions different; it doesn't make the variables independent (see
 * {@link hsic}).
 *
 * @param x - First sample. [n, dims]
 * @param y - Second sample; n and m may differ, and one row is enough. [m, dims]
 * @param options - As for {@link rbfKernel}: `kernelMul` 2, `kernelNum` 5, `fixSigma`; and `normalize` false.
 * @returns Scalar, at least 0 except for rounding (1e-6); the caller disposes it.
 * @throws RangeError if the numbers of columns differ, a sample has no rows, or an option is unknown or out of
 * range.
 * @see Gretton et al., A Kernel Two-Sample Test, JMLR 2012.
 * @example
 * ```ts
 * const apart = mmd(zBio, zNio, { normalize: true });
 * ```
 */
export function mmd(x: tf.Tensor2D, y: tf.Tensor2D, options: MmdOptions = {}): tf.Scalar {
  const { normalize, ...kernel } = readOptions('mmd', options, table);
  checkHasRows('mmd: x', x);
  checkHasRows('mmd: y', y);
  checkSameColumns('mmd: y', y, x);
  return tf.tidy(() => {
    const samples = normalize ? [normalizeRows(x), normalizeRows(y)] : [x, y];
    const joint = tf.concat(samples, 0) as tf.Tensor2D;
    const between = weights(x.shape[0], y.shape[0]);
    return rbfForms('mmd', joint, between, kernel).asScalar();
  });
}
