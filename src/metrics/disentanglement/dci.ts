import { entropy } from '../entropy.js';
import type { ScoreMatrix } from './meanGap.js';

const sumOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0);

/** Mean of 1 - H(row) / log(length), each row weighted by its share of the total; 0 if the total is 0. */
function concentration(rows: ScoreMatrix): number {
  const total = rows.reduce((sum, row) => sum + sumOf(row), 0);
  if (total === 0) return 0;
  return rows.reduce((sum, row) => {
    const weight = sumOf(row);
    const spread = weight > 0 ? entropy(row, weight) / Math.log(row.length) : 0;
    return sum + (weight / total) * (1 - spread);
  }, 0);
}

/**
 * Disentanglement of DCI: does each dimension matter for one factor only? Σ_d ρ_d (1 - H(R_d) / log factors), where ρ_d
 * is the dimension's share of the total importance. NaN with one factor.
 *
 * Source: Eastwood and Williams 2018; as in disentanglement_lib.
 *
 * @param importance - Importance of every dimension for every factor. [dims][factors]
 */
export function dciDisentanglement(importance: ScoreMatrix): number {
  return importance[0]!.length < 2 ? Number.NaN : concentration(importance);
}

/**
 * Completeness of DCI: does only one dimension matter for each factor? The same along the other axis, 1 - H / log dims.
 *
 * @param importance - Importance of every dimension for every factor. [dims][factors]
 */
export function dciCompleteness(importance: ScoreMatrix): number {
  const byFactor = Array.from(importance[0]!, (_, f) => importance.map((row) => row[f]!));
  return concentration(byFactor);
}
