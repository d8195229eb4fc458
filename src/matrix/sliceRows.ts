import { type CsrMatrix, isCsr, type Matrix, rowRange } from './matrix.js';

/**
 * Rows from `start` up to, but not including, `end`, as views of the matrix's own values: only row offsets are
 * copied.
 */
export function sliceRows(matrix: Matrix | CsrMatrix, start: number, end: number): Matrix | CsrMatrix {
  const from = rowRange(matrix, start)[0];
  const to = end > start ? rowRange(matrix, end - 1)[1] : from;
  const rows = {
    data: matrix.data.subarray(from, to),
    shape: [end - start, matrix.shape[1]] as [number, number],
  };
  if (!isCsr(matrix)) return rows;
  const indptr = matrix.indptr.slice(start, end + 1).map((offset) => offset - from);
  return { ...rows, indices: matrix.indices.subarray(from, to), indptr };
}
