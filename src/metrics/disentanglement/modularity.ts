import type { ScoreMatrix } from './meanGap.js';

function ofDim(information: ArrayLike<number>): number {
  const squares = Array.from(information, (value) => value * value);
  const most = Math.max(...squares);
  if (most === 0) return 0;
  const rest = squares.reduce((sum, square) => sum + square, 0) - most;
  return 1 - rest / (most * (squares.length - 1));
}

/**
 * Modularity: does each dimension have information on one factor only? Mean over the dimensions of
 * 1 - (Σ_f I² - max_f I²) / (max_f I² (factors - 1)); a dimension without information counts 0. NaN with one factor.
 *
 * Source: Ridgeway and Mozer 2018; as in disentanglement_lib.
 *
 * @param information - Mutual information in nats. [dims][factors]
 */
export function modularity(information: ScoreMatrix): number {
  if (information[0]!.length < 2) return Number.NaN;
  return information.reduce((sum, row) => sum + ofDim(row), 0) / information.length;
}
