import * as tf from '@tensorflow/tfjs';
import { sameLength, wholeNumber } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { shown } from '../check/values.js';
import { checkHasRows, checkSameRows, checkTensor2d } from '../tensor/checkShapes.js';
import { type KernelMixtureOptions, kernelMixtureTable } from './rbf/mixtureOf.js';
import { rbfForms } from './rbf/rbfForms.js';

/** Options of {@link groupedMmd}: the references of the groups, and the kernel. */
export interface GroupedMmdOptions extends KernelMixtureOptions {
  /**
   * Column of the group with which all others are compared, or one column per group (a group that is its own
   * reference isn't compared). The largest group in the data is the best choice. Default 0. A tensor
   * [groups, groups] has one column per group, with 1 in the row of its reference, or all 0 for a group that
   * isn't compared.
   */
  reference?: number | readonly number[] | tf.Tensor2D | undefined;
}

const table = {
  ...kernelMixtureTable,
  reference: (_, given = 0) => given,
} satisfies OptionTable<GroupedMmdOptions>;

function columnsOf(reference: number | readonly number[], groups: number): readonly number[] {
  const argument = 'groupedMmd: reference';
  const all = typeof reference === 'number' ? new Array<number>(groups).fill(reference) : reference;
  if (!Array.isArray(all))
    throw badType({ argument, expected: 'a column, a list of columns or a tensor', received: shown(all) });
  sameLength(argument, all.length, groups, 'group');
  for (const column of all) {
    if (wholeNumber(argument, column, 0) < groups) continue;
    throw badValue({ argument, expected: `columns below ${groups}`, received: `${column}` });
  }
  return all;
}

/** One column per group, with 1 in the row of its reference. [groups, groups] */
function picks(reference: number | readonly number[] | tf.Tensor2D, groups: number): tf.Tensor2D {
  if (!(reference instanceof tf.Tensor)) {
    const columns = columnsOf(reference, groups);
    const rows = columns.map((_, row) => columns.map((column) => (column === row ? 1 : 0)));
    return tf.tensor2d(rows.flat(), [groups, groups]);
  }
  checkTensor2d('groupedMmd: reference', reference);
  if (reference.shape.join() === `${groups},${groups}`) return reference;
  const expected = `[${groups}, ${groups}], one column per group`;
  throw badValue({
    argument: 'groupedMmd: reference',
    expected,
    received: `[${reference.shape.join(', ')}]`,
  });
}

/** One column per group: 1/n on the cells of its reference and -1/n on its own; 0 if either has no cells. */
function contrasts(oneHot: tf.Tensor2D, pick: tf.Tensor2D): tf.Tensor2D {
  const counts = oneHot.sum<tf.Tensor2D>(0, true);
  const means = oneHot.div<tf.Tensor2D>(counts.maximum(1));
  const present = counts.step<tf.Tensor2D>();
  const both = present.mul(present.matMul(pick));
  return means.matMul(pick).sub(means).mul(both);
}

/**
 * Sum of the maximum mean discrepancies (MMD; squared, biased) between groups and their references:
 * `Σ_g [mean(K_rr) + mean(K_gg) - 2 mean(K_rg)]`, with r the reference of g. A group adds 0 if it or its
 * reference has no cells in the minibatch. A group is, for example, one batch under one condition.
 *
 * scDisInFact calls it twice: on the shared latent with one reference for all groups, and on a condition's
 * latent with one reference per label, so that the labels stay apart while everything else is aligned. Its
 * kernel is 19 Gaussians `exp(-d²/2s)`, which are `bandwidths` of 2s. One kernel matrix serves all groups and,
 * unless `bandwidths` are given, so does one bandwidth, computed from all cells. Cells in no group (rows of
 * zeros) only affect that bandwidth. First derivatives only.
 *
 * @param z - Latents. [cells, dims]
 * @param oneHot - One-hot groups. [cells, groups]
 * @param options - `reference`, and as for {@link rbfKernel}: `kernelMul` 2, `kernelNum` 5, `fixSigma`; or
 * `bandwidths` in place of those three.
 * @returns Scalar, at least 0 except for rounding; the caller disposes it.
 * @throws RangeError if the numbers of rows differ, there are no rows, or an option is unknown or out of range.
 * @see Gretton et al., A Kernel Two-Sample Test, JMLR 2012; Zhang et al., scDisInFact, Nature Communications 2024.
 * @example
 * ```ts
 * groupedMmd(shared, groups, { reference: 2 });
 * // Columns: control in batches 1 and 2, stimulated in batches 1 and 2.
 * groupedMmd(ofCondition, groups, { reference: [0, 0, 2, 2], bandwidths: [0.1, 1, 10] });
 * ```
 */
export function groupedMmd(z: tf.Tensor2D, oneHot: tf.Tensor2D, options: GroupedMmdOptions = {}): tf.Scalar {
  const { reference } = readOptions('groupedMmd', options, table);
  // As given, without defaults: `bandwidths` excludes the other options of the kernel.
  const { reference: _, ...kernel } = options;
  checkHasRows('groupedMmd: z', z);
  checkSameRows('groupedMmd: oneHot', oneHot, z);
  return tf.tidy(() => {
    const weights = contrasts(oneHot, picks(reference, oneHot.shape[1]));
    return rbfForms('groupedMmd', z, weights, kernel).sum().asScalar();
  });
}
