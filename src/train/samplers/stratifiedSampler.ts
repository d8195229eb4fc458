import { badValue } from '../../check/errors.js';
import type { Sampler } from '../sampler.js';
import { rowsByGroup } from './rowsByGroup.js';

/** Cells of each group that a minibatch holds. */
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
 * The same number of cells of every group in each minibatch: ⌊batchSize / groups⌋, or all of the smallest group if it is
 * smaller. An epoch ends when the smallest group is used up; other cells of the large groups take part in the next.
 *
 * @param codes - The group of each cell of the training set; cells of group -1 are never drawn.
 * @throws RangeError, when an epoch begins, if a minibatch can't hold a cell of each group.
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
      // Of every group as many as the smallest one has left.
      const end = Math.min((i + 1) * each, smallest);
      return Int32Array.from(groups.flatMap((group) => [...group.subarray(i * each, end)]));
    });
  };
}
