import { copyRows } from './copyRows.js';
import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

/** The same matrix with its zeros written out; a dense matrix is returned itself. */
export function toDense(matrix: Matrix | CsrMatrix): Matrix {
  if (!isCsr(matrix)) return matrix;
  return copyRows(
    matrix,
    Int32Array.from({ length: matrix.shape[0] }, (_, row) => row),
  );
}
