import { copyRows } from '../../matrix/copyRows.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { type WarningOptions, warn } from '../../platform/warnings.js';
import type { Units } from '../../preprocess/units.js';
import { outlierText } from './outlierText.js';

/** A cell as a dense row. */
const rowOf = (x: Matrix | CsrMatrix, row: number): Float32Array => copyRows(x, Int32Array.of(row)).data;

/** Whether all cells are equal. Ends at the first one that isn't, which is nearly always the second cell. */
function isConstant(x: Matrix | CsrMatrix): boolean {
  const first = rowOf(x, 0);
  let row = 1;
  while (row < x.shape[0] && rowOf(x, row).every((value, i) => value === first[i])) row++;
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
