import type { CsrMatrix } from './matrix.js';

function countColumns({ indices, shape }: CsrMatrix): Int32Array<ArrayBuffer> {
  const indptr = new Int32Array(shape[1] + 1);
  for (let k = 0; k < indices.length; k++) indptr[indices[k]! + 1]!++;
  for (let j = 0; j < shape[1]; j++) indptr[j + 1]! += indptr[j]!;
  return indptr;
}

/**
 * The transpose, also in compressed rows and with ascending columns in each row. A matrix in compressed columns
 * (CSC) is the CSR of its transpose, so this function turns CSC into CSR too.
 *
 * @param matrix - [rows, columns]
 * @returns [columns, rows]
 */
export function transposeCsr(matrix: CsrMatrix): CsrMatrix {
  const indptr = countColumns(matrix);
  const next = indptr.slice();
  const data = new Float32Array(matrix.data.length);
  const indices = new Int32Array(matrix.data.length);
  for (let row = 0; row < matrix.shape[0]; row++) {
    for (let k = matrix.indptr[row]!; k < matrix.indptr[row + 1]!; k++) {
      const at = next[matrix.indices[k]!]!++;
      data[at] = matrix.data[k]!;
      indices[at] = row;
    }
  }
  return { data, indices, indptr, shape: [matrix.shape[1], matrix.shape[0]] };
}
