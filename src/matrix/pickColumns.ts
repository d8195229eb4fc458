import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';
import { pickRows } from './pickRows.js';
import { transposeCsr } from './transposeCsr.js';

function pickDenseColumns({ data, shape }: Matrix, columns: ArrayLike<number>): Matrix {
  const out = new Float32Array(shape[0] * columns.length);
  for (let i = 0, at = 0; i < shape[0]; i++) {
    for (let j = 0; j < columns.length; j++) out[at++] = data[i * shape[1] + columns[j]!]!;
  }
  return { data: out, shape: [shape[0], columns.length] };
}

/**
 * `selectColumns` without its checks: the given columns, in the given order, as a new matrix of the same kind (CSR stays CSR).
 *
 * @param columns - Column numbers; they may repeat.
 * @returns [rows, columns.length]
 */
export function pickColumns<M extends Matrix | CsrMatrix>(matrix: M, columns: ArrayLike<number>): M {
  if (!isCsr(matrix)) return pickDenseColumns(matrix, columns) as M;
  return transposeCsr(pickRows(transposeCsr(matrix), columns)) as M;
}
