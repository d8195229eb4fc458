import * as tf from '@tensorflow/tfjs';
import { rejectUnknown, sameLength, wholeNumber } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { rbfForms } from '../kernels/rbfForms.js';
import type { RbfOptions } from '../kernels/rbfOptions.js';
import { sameRows, someRows } from '../tensor/checkShapes.js';

/** What {@link groupedMmd} compares with what, and the kernel. */
export interface GroupedMmdOptions extends RbfOptions {
  /**
   * Column of the group with which the others are compared, or one for each group (a group that is its own
   * reference isn't compared). Best the largest group in the data. Default 0.
   */
  reference?: number | readonly number[] | undefined;
}

function references(reference: number | readonly number[], groups: number): readonly number[] {
  const argument = 'groupedMmd: reference';
  const all = typeof reference === 'number' ? new Array<number>(groups).fill(reference) : reference;
  sameLength(argument, all.length, groups, 'group');
  for (const column of all) {
    if (wholeNumber(argument, column, 0) < groups) continue;
    throw badValue({ argument, expected: `columns below ${groups}`, received: `${column}` });
  }
  return all;
}

/** 1/n on the reference's cells and -1/n on the group's own, a column a group; 0 where either has no cells. */
function contrasts(oneHot: tf.Tensor2D, reference: readonly number[]): tf.Tensor2D {
  const groups = reference.length;
  const counts = oneHot.sum<tf.Tensor2D>(0, true);
  const means = oneHot.div<tf.Tensor2D>(counts.maximum(1));
  const pick = tf.tensor2d(
    reference.flatMap((_, row) => reference.map((column) => (column === row ? 1 : 0))),
    [groups, groups],
  );
  const present = counts.step<tf.Tensor2D>();
  const both = present.mul(present.matMul(pick));
  return means.matMul(pick).sub(means).mul(both);
}

/**
 * Sum of the maximum mean discrepancies (squared, biased) of several groups from a reference: `Σ_g [mean(K_rr) +
 * mean(K_gg) - 2 mean(K_rg)]`, r the reference of g. Groups without cells in the minibatch count 0. A group is, say,
 * a batch under one condition.
 *
 * scDisInFact calls it twice: on the shared latent with one reference for all, and on a condition's latent with a
 * reference within each label, so that the labels stay apart and what else differs is aligned. Its kernel, 19 Gaussians
 * `exp(-d²/2s)`, is the sum of as many calls with `{ kernelNum: 1, fixSigma: 2 * s }`. One kernel matrix and
 * one bandwidth, from all cells, serve all groups; cells of no group (a row of zeros) only take part in the
 * bandwidth. First derivatives only.
 *
 * @param z - Latents. [cells, dims]
 * @param oneHot - The group. [cells, groups]
 * @param options - `reference`, and as for {@link rbfKernel}: `kernelMul` 2, `kernelNum` 5, `fixSigma`.
 * @returns Scalar, at least 0 but for rounding; the caller disposes it.
 * @throws RangeError on differing rows, no rows, an unknown option or one out of range.
 * @see Gretton et al., A Kernel Two-Sample Test, JMLR 2012; Zhang et al., scDisInFact, Nature Communications 2024.
 * @example
 * ```ts
 * groupedMmd(shared, groups, { reference: 2 });
 * // Columns: control in batches 1 and 2, stimulated in batches 1 and 2.
 * groupedMmd(ofCondition, groups, { reference: [0, 0, 2, 2] });
 * ```
 */
export function groupedMmd(
  z: tf.Tensor2D,
  oneHot: tf.Tensor2D,
  { reference = 0, kernelMul = 2, kernelNum = 5, fixSigma, ...unknown }: GroupedMmdOptions = {},
): tf.Scalar {
  rejectUnknown('groupedMmd: options', unknown, ['reference', 'kernelMul', 'kernelNum', 'fixSigma']);
  someRows('groupedMmd: z', z);
  sameRows('groupedMmd: oneHot', oneHot, z);
  const ofGroups = references(reference, oneHot.shape[1]);
  return tf.tidy(() => {
    const weights = contrasts(oneHot, ofGroups);
    return rbfForms('groupedMmd', z, weights, { kernelMul, kernelNum, fixSigma }).sum().asScalar();
  });
}
