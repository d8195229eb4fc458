import { badValue } from '../check/errors.js';
import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

/** Index of the first value that isn't finite; the array's length if there is none. */
export function firstNotFinite(values: Float32Array): number {
  let i = 0;
  // Four at a time, summed in double precision, where finite values have a finite sum: a third less time for
  // millions of cells.
  while (i + 4 <= values.length && (values[i]! + values[i + 1]! + values[i + 2]! + values[i + 3]!) * 0 === 0)
    i += 4;
  while (i < values.length && Number.isFinite(values[i])) i++;
  return i;
}

/** Whether all values are finite. */
export const allFinite = (values: Float32Array): boolean => firstNotFinite(values) === values.length;

/** Throws on the first NaN or infinite value, and names its cell and gene. */
export function checkFinite(argument: string, matrix: Matrix | CsrMatrix, genes?: readonly string[]): void {
  const { data } = matrix;
  const at = firstNotFinite(data);
  if (at === data.length) return;
  const [cell, gene] = valuePosition(matrix, at);
  const name = genes?.[gene] === undefined ? '' : ` ('${genes[gene]}')`;
  throw badValue({
    argument,
    expected: 'finite values',
    received: `${data[at]} in cell ${cell}, gene ${gene}${name}`,
    next: 'Remove the cell or the gene, or replace the value.',
  });
}

/** Row and column of the value at index `at` of the matrix's data. */
export function valuePosition(matrix: Matrix | CsrMatrix, at: number): [row: number, column: number] {
  if (!isCsr(matrix)) return [Math.floor(at / matrix.shape[1]), at % matrix.shape[1]];
  return [matrix.indptr.findIndex((start) => start > at) - 1, matrix.indices[at]!];
}
