import { shuffle } from '../../random/shuffle.js';
import type { Sampler } from '../sampler.js';
import { minibatchRows } from './minibatchRows.js';
import { rowsByGroup } from './rowsByGroup.js';

/** The first cells of all pairs, followed by their partners. */
const firstThenPartners = (pairs: readonly (readonly [number, number])[]): Int32Array =>
  Int32Array.from([...pairs.map(([first]) => first), ...pairs.map(([, partner]) => partner)]);

/**
 * Samples pairs of cells of the same group, for losses that contrast a cell with another of its kind: in a minibatch of n cells,
 * cell i and cell i + n/2 form a pair. Each cell is drawn at most once per epoch.
 *
 * @param codes - The group of each cell of the training set. Cells of group -1 are never drawn; in a group of odd size, one cell
 * per epoch is left out.
 * @example
 * ```ts
 * // In a system's build: sampler: ({ covariates }) => contrastPairs((covariates!.type as Labels).codes)
 * ```
 */
export function contrastPairs(codes: ArrayLike<number>): Sampler {
  return (rows, { batchSize, dropLast }, rng) => {
    const pairs = rowsByGroup(rows, codes, rng).flatMap((group) =>
      Array.from(
        { length: Math.floor(group.length / 2) },
        (_, i) => [group[2 * i]!, group[2 * i + 1]!] as const,
      ),
    );
    const order = shuffle(Int32Array.from(pairs.keys()), rng);
    return minibatchRows(order, Math.floor(batchSize / 2), dropLast).map((part) =>
      firstThenPartners([...part].map((pair) => pairs[pair]!)),
    );
  };
}
