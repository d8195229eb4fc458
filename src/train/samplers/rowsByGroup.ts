import type { Rng } from '../../random/rng.js';
import { shuffle } from '../../random/shuffle.js';

/** The rows of each group, groups by code and rows shuffled within each. Empty groups and rows of code -1 are left out. */
export function rowsByGroup(rows: Int32Array, codes: ArrayLike<number>, rng: Rng): Int32Array[] {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const code = codes[row]!;
    if (code < 0) continue;
    const group = groups.get(code);
    if (group) group.push(row);
    else groups.set(code, [row]);
  }
  const sorted = [...groups].sort(([a], [b]) => a - b);
  return sorted.map(([, group]) => shuffle(Int32Array.from(group), rng));
}
