import { histogramBins } from './histogramBins.js';
import type { Indicator } from './indicators.js';
import type { ScoreMatrix } from './meanGap.js';
import { mutualInformation } from './mutualInformation.js';

/** Bins of DRVI's mutual information. */
const smiBins = 10;

/**
 * SMI: mutual information of a dimension, in 10 equally wide bins, and a category against the rest, over the category's
 * entropy. In [0, 1]. [dims][categories]
 */
export function scaledMutualInformation(
  columns: readonly Float64Array[],
  categories: readonly Indicator[],
): ScoreMatrix {
  return columns.map((column) => {
    const bins = histogramBins(column, smiBins);
    return categories.map((indicator) => {
      const { shared, entropy } = mutualInformation(bins, indicator);
      return Math.min(1, shared / entropy);
    });
  });
}
