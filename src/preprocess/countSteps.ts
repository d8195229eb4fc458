import { type CsrMatrix, type Matrix, rowRange } from '../matrix/matrix.js';

/** Fewer small counts in a cell may lie near whole numbers by chance. */
const fewest = 8;
/** The largest multiple that is compared: rounding to float32 moves larger ones too far. */
const largestCount = 50;
/** Rounding to float32 moves multiples by 1e-4 at most. Eight values are so near whole numbers by chance once in 10^15 cells. */
const tolerance = 0.002;

/** How far a cell's values are from whole multiples of the smallest; undefined if too few can be compared. */
function cellError(values: readonly number[]): number | undefined {
  const step = values.reduce((a, b) => Math.min(a, b), Infinity);
  const counts = values.map((value) => value / step).filter((count) => count > 1.5 && count < largestCount);
  if (counts.length < fewest) return undefined;
  const far = counts.map((count) => Math.abs(count - Math.round(count)));
  return far.filter((distance) => distance < tolerance).length < 0.9 * far.length
    ? Infinity
    : far.reduce((a, b) => a + b, 0) / far.length;
}

/**
 * Looks for the traces of counts in values that aren't whole: in each cell, they are whole multiples of one step, which
 * differs from cell to cell (the factor of the normalisation). The smallest value of most cells is one count.
 *
 * @param rows - The cells to look at.
 * @param undo - Undoes the logarithm; the identity for values without one.
 * @returns The mean distance from a whole multiple; undefined if most cells show no steps, or too few values can be compared.
 */
export function countSteps(
  x: Matrix | CsrMatrix,
  rows: readonly number[],
  undo: (value: number) => number,
): number | undefined {
  const errors = rows.flatMap((row) => {
    const [from, to] = rowRange(x, row);
    const values = Array.from(x.data.subarray(from, to)).filter((value) => value > 0);
    return cellError(values.map(undo)) ?? [];
  });
  const stepped = errors.filter(Number.isFinite);
  if (stepped.length === 0 || stepped.length < 0.6 * errors.length) return undefined;
  return stepped.reduce((a, b) => a + b, 0) / stepped.length;
}
