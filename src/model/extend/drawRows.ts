import type { Rng } from '../../random/rng.js';

/**
 * Draws rows without repetition within a draw; all of them if there are at most `size`. Each draw is independent of the others: it
 * shuffles the first rows of a list that stays in any order.
 */
export function createDrawer(rows: number, size: number, rng: Rng): () => Int32Array {
  const list = Int32Array.from({ length: rows }, (_, i) => i);
  const count = Math.min(size, rows);
  return () => {
    for (let i = 0; i < count; i++) {
      const j = i + rng.integer(rows - i);
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    return list.slice(0, count);
  };
}
