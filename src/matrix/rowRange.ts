import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

/** Where a row's stored values begin and end in the matrix' data. */
export function rowRange(matrix: Matrix | CsrMatrix, row: number): [from: number, to: number] {
  if (isCsr(matrix)) return [matrix.indptr[row]!, matrix.indptr[row + 1]!];
  return [row * matrix.shape[1], (row + 1) * matrix.shape[1]];
}
