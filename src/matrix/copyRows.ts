import { sameLength } from '../check/checks.js';
import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

function scatterRows(matrix: CsrMatrix, rows: ArrayLike<number>, out: Float32Array): void {
  const { data, indices, indptr, shape } = matrix;
  for (let i = 0; i < rows.length; i++) {
    const offset = i * shape[1];
    const end = indptr[rows[i]! + 1]!;
    for (let k = indptr[rows[i]!]!; k < end; k++) out[offset + indices[k]!] = data[k]!;
  }
}

function copyDenseRows({ data, shape }: Matrix, rows: ArrayLike<number>, out: Float32Array): void {
  const columns = shape[1];
  for (let i = 0; i < rows.length; i++) {
    out.set(data.subarray(rows[i]! * columns, (rows[i]! + 1) * columns), i * columns);
  }
}

/**
 * Copies the given rows into one dense block, in the given order. Cells stay CSR up to this point, so that only
 * a minibatch is ever dense.
 *
 * @param rows - Row numbers; they may repeat.
 * @param out - Array to write to, of rows.length * columns values, which are all overwritten. Default: a new
 * array, which takes four times as long as reusing one.
 * @returns [rows.length, columns]
 * @throws RangeError if `out` has another length.
 */
export function copyRows(matrix: Matrix | CsrMatrix, rows: ArrayLike<number>, out?: Float32Array): Matrix {
  const size = rows.length * matrix.shape[1];
  if (out) sameLength('copyRows: out', out.length, size, 'value');
  const data = out ?? new Float32Array(size);
  if (isCsr(matrix)) scatterRows(matrix, rows, out?.fill(0) ?? data);
  else copyDenseRows(matrix, rows, data);
  return { data, shape: [rows.length, matrix.shape[1]] };
}
