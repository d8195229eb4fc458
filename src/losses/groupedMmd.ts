import * as tf from '@tensorflow/tfjs';
import { sameLength, wholeNumber } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { checkHasRows, checkSameRows } from '../tensor/checkShapes.js';
import { type KernelMixtureOptions, kernelMixtureTable } from './rbf/mixtureOf.js';
import { rbfForms } from './rbf/rbfForms.js';

/** What {@link groupedMmd} compares with what, and the kernel. */
export interface GroupedMmdOptions extends KernelMixtureOptions {
  /**
   * Column of the group with which the others are compared, or one for each group (a group that is its own
   * reference isn't compared). Best the largest group in the data. Default 0. As a tensor: a column a group, 1 in the row of
   * its reference, all 0 for a group that isn't compared. [groups, groups]
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
  sameLength(argument, all.length, groups, 'group');
  for (const column of all) {
    if (wholeNumber(argument, column, 0) < groups) continue;
    throw badValue({ argument, expected: `columns below ${groups}`, received: `${column}` });
  }
  return all;
}

/** A column a group, 1 in the row of its reference. [groups, groups] */
function picks(reference: number | readonly number[] | tf.Tensor2D, groups: number): tf.Tensor2D {
  if (!(reference instanceof tf.Tensor)) {
    const columns = columnsOf(reference, groups);
    const rows = columns.map((_, row) => columns.map((column) => (column === row ? 1 : 0)));
    return tf.tensor2d(rows.flat(), [groups, groups]);
  }
  if (reference.shape.join() === `${groups},${groups}`) return reference;
  const expected = `[${groups}, ${groups}], a column a group`;
  throw badValue({
    argument: 'groupedMmd: reference',
    expected,
    received: `[${reference.shape.join(', ')}]`,
  });
}

/** 1/n on the reference's cells and -1/n on the group's own, a column a group; 0 where either has no cells. */
function contrasts(oneHot: tf.Tensor2D, pick: tf.Tensor2D): tf.Tensor2D {
  const counts = oneHot.sum<tf.Tensor2D>(0, true);
  const means = oneHot.div<tf.Tensor2D>(counts.maximum(1));
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
 * reference within each label, so that the labels stay apart and what else differs is aligned; its kernel is 19 Gaussians
 * `exp(-d²/2s)`, that is `bandwidths` of 2s. One kernel matrix serves all groups, and unless `bandwidths` are given, one
 * bandwidth from all cells; cells of no group (a row of zeros) only take part in the bandwidth. First derivatives only.
 *
 * @param z - Latents. [cells, dims]
 * @param oneHot - The group. [cells, groups]
 * @param options - `reference`, and as for {@link rbfKernel}: `kernelMul` 2, `kernelNum` 5, `fixSigma`; or `bandwidths`
 * alone.
 * @returns Scalar, at least 0 but for rounding; the caller disposes it.
 * @throws RangeError on differing rows, no rows, an unknown option or one out of range.
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
  // As given, without defaults: bandwidths stand alone.
  const { reference: _, ...kernel } = options;
  checkHasRows('groupedMmd: z', z);
  checkSameRows('groupedMmd: oneHot', oneHot, z);
  return tf.tidy(() => {
    const weights = contrasts(oneHot, picks(reference, oneHot.shape[1]));
    return rbfForms('groupedMmd', z, weights, kernel).sum().asScalar();
  });
}
