import { type Factor, histogramSize } from './factor.js';
import { histogramBins } from './histogramBins.js';
import { labelInformation } from './labelInformation.js';
import { meanGap } from './meanGap.js';
import { modularity } from './modularity.js';

/** MIG and modularity, and the mutual information behind them. */
export interface InformationScores {
  mig: number;
  modularity: number;
  /** I(z_d; f) / H(f). [dims][factors] */
  sharedInformation: number[][];
}

/**
 * Scores from the mutual information between every dimension, cut into bins, and every factor.
 *
 * Source: Chen et al. 2018 (MIG), Ridgeway and Mozer 2018 (modularity); as in disentanglement_lib.
 *
 * @param columns - [dims][cells]
 */
export function informationScores(
  columns: readonly Float64Array[],
  factors: readonly Factor[],
): InformationScores {
  const pairs = columns.map((column) => {
    const bins = histogramBins(column, histogramSize);
    return factors.map(({ codes }) => labelInformation(bins, codes));
  });
  const sharedInformation = pairs.map((row) =>
    row.map(({ shared, entropy }) => Math.min(1, shared / entropy)),
  );
  const nats = pairs.map((row) => row.map(({ shared }) => shared));
  return { mig: meanGap(sharedInformation), modularity: modularity(nats), sharedInformation };
}
