import type { Rng } from '../../random/rng.js';
import { shuffle } from '../../random/shuffle.js';
import { cellCount, type Indicator } from './indicators.js';
import type { ScoreMatrix } from './meanGap.js';

function neighborShare(order: Int32Array, indicator: Indicator): number {
  const size = cellCount(indicator);
  if (size < 2) return 0;
  let together = 0;
  for (let k = 1; k < order.length; k++) together += indicator[order[k - 1]!]! * indicator[order[k]!]!;
  const frequency = size / indicator.length;
  return Math.max(0, together / (size - 1) - frequency) / (1 - frequency);
}

/**
 * SPN: sorts the cells by a dimension and takes the share of a category's cells whose right neighbour is in the category
 * too, beyond the category's frequency: max(0, share - frequency) / (1 - frequency). Equal values are put in random order;
 * otherwise the order of the input would count as information. A category with one cell scores 0. [dims][categories]
 */
export function sameNeighbors(
  columns: readonly Float64Array[],
  categories: readonly Indicator[],
  rng: Rng,
): ScoreMatrix {
  const start = shuffle(Int32Array.from(columns[0]!.keys()), rng);
  return columns.map((column) => {
    const order = start.slice().sort((a, b) => column[a]! - column[b]!);
    return categories.map((indicator) => neighborShare(order, indicator));
  });
}
