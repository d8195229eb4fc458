import { contingency } from '../contingency.js';

/** Adjusted Rand index of two labellings: agreement on pairs of cells beyond chance; 0 by chance, 1 the same up to names. */
export function adjustedRand(a: Int32Array, b: Int32Array): number {
  const { both, first, second, cells } = contingency(a, b);
  const pairs = (counts: Float64Array) => counts.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const [together, inA, inB] = [pairs(both), pairs(first), pairs(second)];
  const chance = (inA * inB) / ((cells * (cells - 1)) / 2);
  const best = (inA + inB) / 2;
  return best === chance ? 1 : (together - chance) / (best - chance);
}
