import type { Rng } from './rng.js';
import { shuffle } from './shuffle.js';

/** Row numbers of a random sample, in ascending order; all rows if there are at most `size`. */
export function sampleRows(rows: number, size: number, rng: Rng): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  return rows <= size ? all : shuffle(all, rng).slice(0, size).sort();
}
