import { contingency } from '../contingency.js';
import { entropy } from '../entropy.js';

/** Mutual information of two labellings of the same cells, in nats, and the entropy of the second. */
export function labelInformation(a: Int32Array, b: Int32Array): { shared: number; entropy: number } {
  const { both, first, second, cells } = contingency(a, b);
  const ofSecond = entropy(second, cells);
  const shared = entropy(first, cells) + ofSecond - entropy(both, cells);
  return { shared: Math.max(0, shared), entropy: ofSecond };
}
