import * as tf from '@tensorflow/tfjs';
import { groupedMmd } from '../../losses/groupedMmd.js';
import type { Labels } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { SystemShape } from '../../model/assembly.js';
import type { TrainingSet } from '../../train/minibatch.js';

/**
 * A group is a batch under one label of each condition type; its code counts through them, the last type fastest.
 */
export interface GroupShape {
  /** Batches, then the labels of each condition type. */
  sizes: readonly number[];
  /** Product of the sizes: groups that could be. */
  groups: number;
}

/** The groups that batches and conditions make. */
export function groupShape({ batches, covariates }: SystemShape, conditions: readonly string[]): GroupShape {
  const sizes = [batches.length, ...conditions.map((name) => covariates[name]!.size)];
  return { sizes, groups: sizes.reduce((product, size) => product * size, 1) };
}

/** The group of each cell. */
export function groupCodes(
  { batch, covariates = {} }: TrainingSet,
  conditions: readonly string[],
): Int32Array {
  const columns = conditions.map((name) => covariates[name] as Labels);
  return batch.codes.map((first, cell) =>
    columns.reduce((code, { categories, codes }) => code * categories.length + codes[cell]!, first),
  );
}

/** One-hot batch and labels to the one-hot group. [cells, groups] */
export function groupOneHot(batch: tf.Tensor2D, labels: readonly tf.Tensor2D[]): tf.Tensor2D {
  const cells = batch.shape[0];
  return labels.reduce((group, label) => {
    const pairs = tf.mul(tf.reshape(group, [cells, -1, 1]), tf.reshape(label, [cells, 1, -1]));
    return tf.reshape(pairs, [cells, group.shape[1] * label.shape[1]]);
  }, batch);
}

/** 2s for each s of the kernel Σ_s exp(-d²/2s): from the finest structure to the coarsest. */
const bandwidths = [
  1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6,
].map((variance) => 2 * variance);

/**
 * MMD(z; groups): every group of a minibatch against its reference.
 *
 * @param z - [cells, size]
 * @param known - One-hot batch and, in the order of the condition types, labels.
 * @param reference - See {@link referenceColumns}. [groups, groups]
 */
export function mmdOfGroups(
  z: tf.Tensor2D,
  { batch, labels }: { batch: tf.Tensor2D; labels: Readonly<Record<string, tf.Tensor2D>> },
  reference: tf.Tensor2D,
): tf.Scalar {
  return groupedMmd(z, groupOneHot(batch, Object.values(labels)), { reference, bandwidths });
}

/** The label of a group under the i-th of the things that make it: 0 the batch, 1 the first condition type … */
function labelOf(group: number, { sizes }: GroupShape, at: number): number {
  const below = sizes.slice(at + 1).reduce((product, size) => product * size, 1);
  return Math.floor(group / below) % sizes[at]!;
}

/** The most frequent of some groups; -1 if none has cells. */
function largestOf(groups: readonly number[], counts: Int32Array): number {
  const most = Math.max(...groups.map((group) => counts[group]!));
  return most > 0 ? groups.find((group) => counts[group] === most)! : -1;
}

/**
 * Which group each one is compared with: the largest of the training cells, or, `within` a condition type, the largest with
 * the same label of that type. One column per group, with 1 in the row of its reference. [groups, groups]
 *
 * @param within - Number of the condition type, from 1.
 */
export function referenceColumns(codes: Int32Array, shape: GroupShape, within?: number): Matrix {
  const counts = new Int32Array(shape.groups);
  for (const code of codes) counts[code]!++;
  const all = [...counts.keys()];
  const like = (group: number): number[] => {
    if (within === undefined) return all;
    return all.filter((other) => labelOf(other, shape, within) === labelOf(group, shape, within));
  };
  const data = new Float32Array(shape.groups ** 2);
  for (const group of all) {
    const reference = largestOf(like(group), counts);
    if (reference >= 0) data[reference * shape.groups + group] = 1;
  }
  return { data, shape: [shape.groups, shape.groups] };
}
