import { copyRows } from './copyRows.js';
import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

/** The same matrix with its zeros spelt out; a dense one as it is. */
export function toDense(matrix: Matrix | CsrMatrix): Matrix {
  if (!isCsr(matrix)) return matrix;
  return copyRows(
    matrix,
    Int32Array.from({ length: matrix.shape[0] }, (_, row) => row),
  );
}
