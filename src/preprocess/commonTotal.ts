import { type CsrMatrix, type Matrix, rowRange } from '../matrix/matrix.js';

/** Relative differences between totals that rounding explains. */
const rounding = 1e-3;
/** Sums of single cells are rarely so near a power of ten by chance. */
const chance = 1e-5;

/** A total that cells have in common. */
export interface CommonTotal {
  total: number;
  /** (most - least) / most. */
  spread: number;
}

/**
 * The sum that the given cells have in common; undefined if they differ, or if it may be chance: a single cell, or the same
 * cell several times, whose sum isn't a power of ten.
 *
 * @param undo - Undoes the logarithm; the identity for values without one.
 */
export function commonTotal(
  x: Matrix | CsrMatrix,
  rows: readonly number[],
  undo: (value: number) => number,
): CommonTotal | undefined {
  let [least, most] = [Infinity, 0];
  for (const row of rows) {
    const [from, to] = rowRange(x, row);
    let sum = 0;
    for (let k = from; k < to; k++) sum += undo(x.data[k]!);
    if (sum === 0) continue;
    [least, most] = [Math.min(least, sum), Math.max(most, sum)];
    if (most - least > rounding * most) return undefined;
  }
  if (most === 0) return undefined;
  const round = 10 ** Math.round(Math.log10(most));
  const spread = (most - least) / most;
  const isRound = Math.abs(most / round - 1) < (spread === 0 ? chance : rounding);
  if (!isRound && spread === 0) return undefined;
  return { total: isRound ? round : (least + most) / 2, spread };
}
