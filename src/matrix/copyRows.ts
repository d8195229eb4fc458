import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

function copyCsrRow(matrix: CsrMatrix, row: number, out: Float32Array, offset: number): void {
  for (let k = matrix.indptr[row]!; k < matrix.indptr[row + 1]!; k++) {
    out[offset + matrix.indices[k]!] = matrix.data[k]!;
  }
}

/**
 * The named rows as one dense block, in the given order. CSR stays CSR up to here: only a minibatch is ever dense.
 *
 * @param rows - Row numbers; may repeat.
 * @returns [rows.length, columns]
 */
export function copyRows(matrix: Matrix | CsrMatrix, rows: ArrayLike<number>): Matrix {
  const columns = matrix.shape[1];
  const data = new Float32Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (isCsr(matrix)) copyCsrRow(matrix, row, data, i * columns);
    else data.set(matrix.data.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return { data, shape: [rows.length, columns] };
}
