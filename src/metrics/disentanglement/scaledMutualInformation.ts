import { histogramBins } from './histogramBins.js';
import type { Indicator } from './indicators.js';
import { labelInformation } from './labelInformation.js';
import type { ScoreMatrix } from './meanGap.js';

/** Number of bins of DRVI's mutual information. */
const smiBins = 10;

/**
 * SMI: mutual information between a dimension, cut into 10 equally wide bins, and a category's indicator, divided by the
 * indicator's entropy. In [0, 1]. [dims][categories]
 */
export function scaledMutualInformation(
  columns: readonly Float64Array[],
  categories: readonly Indicator[],
): ScoreMatrix {
  return columns.map((column) => {
    const bins = histogramBins(column, smiBins);
    return categories.map((indicator) => {
      const { shared, entropy } = labelInformation(bins, indicator);
      return Math.min(1, shared / entropy);
    });
  });
}
