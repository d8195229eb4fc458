import { badValue } from '../../check/errors.js';
import type { Rng } from '../../random/rng.js';
import { shuffle } from '../../random/shuffle.js';

/** Rows of the cells to train on and of those held out, both ascending. */
export interface RowSplit {
  train: Int32Array;
  validation: Int32Array;
}

/** Holds out a random share of the cells. */
export function splitRows(cells: number, share: number, rng: Rng): RowSplit {
  const rows = Int32Array.from({ length: cells }, (_, i) => i);
  if (share === 0) return { train: rows, validation: new Int32Array(0) };
  const held = Math.round(cells * share);
  if (held < 2 || cells - held < 2) {
    const expected = 'a share that leaves at least 2 cells on each side';
    throw badValue({ argument: 'fit: validation', expected, received: `${share} of ${cells} cells` });
  }
  const order = shuffle(rows, rng);
  return { train: order.slice(held).sort(), validation: order.slice(0, held).sort() };
}
