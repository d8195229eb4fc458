import { copyRows } from './copyRows.js';
import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

function pickCsrRows(matrix: CsrMatrix, rows: ArrayLike<number>): CsrMatrix {
  const indptr = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) {
    indptr[i + 1] = indptr[i]! + matrix.indptr[rows[i]! + 1]! - matrix.indptr[rows[i]!]!;
  }
  const data = new Float32Array(indptr[rows.length]!);
  const indices = new Int32Array(data.length);
  for (let i = 0; i < rows.length; i++) {
    const [from, to] = [matrix.indptr[rows[i]!]!, matrix.indptr[rows[i]! + 1]!];
    data.set(matrix.data.subarray(from, to), indptr[i]);
    indices.set(matrix.indices.subarray(from, to), indptr[i]);
  }
  return { data, indices, indptr, shape: [rows.length, matrix.shape[1]] };
}

/**
 * `selectRows` without its checks, for steps of training: the given rows, in the given order, as a new matrix of the same kind (CSR stays CSR).
 *
 * @param rows - Row numbers; they may repeat.
 * @returns [rows.length, columns]
 */
export function pickRows<M extends Matrix | CsrMatrix>(matrix: M, rows: ArrayLike<number>): M {
  return (isCsr(matrix) ? pickCsrRows(matrix, rows) : copyRows(matrix, rows)) as M;
}
