import { type CsrMatrix, type Matrix, rowRange } from '../../matrix/matrix.js';
import { type WarningOptions, warn } from '../../platform/warnings.js';
import type { Units } from '../../preprocess/units.js';
import { outlierText } from './outlierText.js';

/** Whether a row holds the given values. */
function isRow(x: Matrix | CsrMatrix, row: number, expected: Float32Array): boolean {
  const [from, to] = rowRange(x, row);
  if (!('indices' in x)) return expected.every((value, i) => value === x.data[from + i]);
  const dense = new Float32Array(expected.length);
  for (let k = from; k < to; k++) dense[x.indices[k]!] = x.data[k]!;
  return expected.every((value, i) => value === dense[i]);
}

/** Whether all cells are equal. Ends at the first one that isn't, which is nearly always the second cell. */
function isConstant(x: Matrix | CsrMatrix): boolean {
  const [from, to] = rowRange(x, 0);
  const first = new Float32Array(x.shape[1]);
  for (let k = from; k < to; k++) first['indices' in x ? x.indices[k]! : k - from] = x.data[k]!;
  let row = 1;
  while (row < x.shape[0] && isRow(x, row, first)) row++;
  return row === x.shape[0];
}

function remarkOn(
  x: Matrix | CsrMatrix,
  units: Units,
  genes: readonly string[] | undefined,
): string | undefined {
  if (units.values === 0) return 'x holds only zeros: there is nothing to learn.';
  if (isConstant(x)) return 'all cells of x are equal: there is nothing to learn.';
  return outlierText('x', x, units, genes);
}

/**
 * Warns of cells from which nothing can be learnt, and of single values that outweigh all others.
 *
 * @param units - The units of all of x.
 */
export function warnOfOddValues(
  x: Matrix | CsrMatrix,
  units: Units,
  { genes, ...options }: { genes: readonly string[] | undefined } & WarningOptions,
): void {
  const remark = remarkOn(x, units, genes);
  if (remark) warn(`fit: ${remark}`, options);
}
