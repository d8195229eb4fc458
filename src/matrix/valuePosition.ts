import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

/** Row and column of the value that stands at `at` in the matrix' data. */
export function valuePosition(matrix: Matrix | CsrMatrix, at: number): [row: number, column: number] {
  if (!isCsr(matrix)) return [Math.floor(at / matrix.shape[1]), at % matrix.shape[1]];
  return [matrix.indptr.findIndex((start) => start > at) - 1, matrix.indices[at]!];
}
