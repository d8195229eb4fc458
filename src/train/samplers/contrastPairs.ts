import { shuffle } from '../../random/shuffle.js';
import type { Sampler } from '../sampler.js';
import { minibatchRows } from './minibatchRows.js';
import { rowsByGroup } from './rowsByGroup.js';

/** First cells of all pairs, then their partners. */
const firstThenPartners = (pairs: readonly (readonly [number, number])[]): Int32Array =>
  Int32Array.from([...pairs.map(([first]) => first), ...pairs.map(([, partner]) => partner)]);

/**
 * Pairs of cells of one group: in a minibatch of n cells, cell i and cell i + n/2 are two different ones of the same group.
 * For losses that contrast a cell with one of its kind. Each cell is drawn once an epoch at most.
 *
 * @param codes - The group of each cell of the training set; cells of group -1 are never drawn, nor is the odd one of a group.
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
