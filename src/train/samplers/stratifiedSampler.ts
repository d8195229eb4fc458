import { badValue } from '../../check/errors.js';
import type { Sampler } from '../sampler.js';
import { rowsByGroup } from './rowsByGroup.js';

/** Number of cells of each group in a minibatch. */
function cellsEach(batchSize: number, groups: readonly Int32Array[]): number {
  const each = Math.floor(batchSize / groups.length);
  if (each < 1 || batchSize < 2) {
    const expected = `at least ${Math.max(2, groups.length)} cells, one of each of ${groups.length} groups`;
    throw badValue({ argument: 'fit: batchSize', expected, received: `${batchSize}` });
  }
  return Math.min(each, ...groups.map(({ length }) => length));
}

const steps = (smallest: number, each: number, dropLast: boolean): number =>
  dropLast ? Math.floor(smallest / each) : Math.ceil(smallest / each);

/**
 * Samples the same number of cells of every group for each minibatch: ⌊batchSize / groups⌋, or all of the smallest group if it is
 * smaller. An epoch ends when the smallest group is used up; each epoch draws other cells of the larger groups.
 *
 * @param codes - The group of each cell of the training set; cells of group -1 are never drawn.
 * @throws RangeError at the start of an epoch if a minibatch can't hold one cell of each group.
 * @example
 * ```ts
 * // In a system's build: sampler: ({ batch }) => stratifiedSampler(batch.codes)
 * ```
 */
export function stratifiedSampler(codes: ArrayLike<number>): Sampler {
  return (rows, { batchSize, dropLast }, rng) => {
    const groups = rowsByGroup(rows, codes, rng);
    const each = cellsEach(batchSize, groups);
    const smallest = Math.min(...groups.map(({ length }) => length));
    return Array.from({ length: steps(smallest, each, dropLast) }, (_, i) => {
      // The last minibatch takes as many cells of every group as the smallest group has left.
      const end = Math.min((i + 1) * each, smallest);
      return Int32Array.from(groups.flatMap((group) => [...group.subarray(i * each, end)]));
    });
  };
}
