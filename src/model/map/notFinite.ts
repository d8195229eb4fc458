import { failure, type ZbioError } from '../../check/errors.js';
import { counted } from '../../check/grouped.js';
import { listed } from '../../check/quoted.js';
import { firstNotFinite, valuePosition } from '../../matrix/checkFinite.js';
import { type CsrMatrix, type Matrix, rowRange } from '../../matrix/matrix.js';

const shownCells = 3;

/** A cell with the value that is farthest from 0. */
function described(x: Matrix | CsrMatrix, row: number): string {
  const [from, to] = rowRange(x, row);
  let at = from;
  for (let k = from; k < to; k++) if (Math.abs(x.data[k]!) > Math.abs(x.data[at]!)) at = k;
  if (from === to || x.data[at] === 0) return `cell ${row} (no values)`;
  const value = Number(x.data[at]!.toPrecision(4));
  return `cell ${row} (${Math.abs(value) < 1e6 ? value : value.toExponential()} in gene ${valuePosition(x, at)[1]})`;
}

/**
 * The error about a result with values that aren't finite: it names cells, with their most extreme values.
 *
 * @param x - The cells. [cells, genes]
 * @param result - [cells, columns]
 */
export function notFinite(
  call: string,
  x: Matrix | CsrMatrix,
  { data, shape: [cells, columns] }: Matrix,
): ZbioError {
  const bad = Array.from({ length: cells }, (_, row) => row).filter((row) => {
    const values = data.subarray(row * columns, (row + 1) * columns);
    return firstNotFinite(values) < columns;
  });
  const named = bad.map((row, i) => (i < shownCells ? described(x, row) : ''));
  return failure(
    'ZBIO_BAD_NUMBERS',
    `${call}: the result isn't finite for ${counted(bad.length, 'cell')}: ${listed(named, shownCells)}. Remove these cells, or correct their most extreme values (in parentheses).`,
  );
}
