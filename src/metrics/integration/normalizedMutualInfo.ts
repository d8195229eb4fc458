import { contingency } from '../contingency.js';
import { entropy } from '../entropy.js';

/** Mutual information of two labellings over the mean of their entropies: 0 independent, 1 the same up to names. */
export function normalizedMutualInfo(a: Int32Array, b: Int32Array): number {
  const { both, first, second, cells } = contingency(a, b);
  const [hA, hB] = [entropy(first, cells), entropy(second, cells)];
  if (hA === 0 && hB === 0) return 1;
  return Math.max(0, (2 * (hA + hB - entropy(both, cells))) / (hA + hB));
}
