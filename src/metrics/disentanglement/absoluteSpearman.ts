import { averageRanks } from './averageRanks.js';
import { cellCount, type Indicator } from './indicators.js';
import type { ScoreMatrix } from './meanGap.js';

/** Correlation of ranks with an indicator, from the difference of the mean ranks inside and outside the category. */
function rankCorrelation(ranks: Float64Array, indicator: Indicator): number {
  const [cells, size] = [ranks.length, cellCount(indicator)];
  const middle = (cells + 1) / 2;
  let [within, spread] = [0, 0];
  ranks.forEach((rank, i) => {
    within += (rank - middle) * indicator[i]!;
    spread += (rank - middle) ** 2;
  });
  return spread > 0 ? within / Math.sqrt((spread * size * (cells - size)) / cells) : 0;
}

/** ASC: absolute Spearman correlation of dimensions with categories' indicators; 0 if constant. [dims][categories] */
export function absoluteSpearman(
  columns: readonly Float64Array[],
  categories: readonly Indicator[],
): ScoreMatrix {
  return columns.map((column) => {
    const ranks = averageRanks(column);
    return categories.map((indicator) => Math.min(1, Math.abs(rankCorrelation(ranks, indicator))));
  });
}
