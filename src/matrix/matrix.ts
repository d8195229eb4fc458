import type * as tf from '@tensorflow/tfjs';

/** A dense, row-major matrix: the value in row i, column j is `data[i * shape[1] + j]`. */
export interface Matrix {
  /** All values, row after row. [rows * columns] */
  data: Float32Array;
  /** [rows, columns] */
  shape: [number, number];
}

/**
 * A sparse matrix in compressed rows (CSR): row i holds the values `data[indptr[i] .. indptr[i + 1])` in the
 * columns `indices[indptr[i] .. indptr[i + 1])`.
 */
export interface CsrMatrix {
  /** The stored values, row after row. [stored] */
  data: Float32Array;
  /** Column of each stored value. [stored] */
  indices: Int32Array;
  /** Where each row begins among the stored values. [rows + 1] */
  indptr: Int32Array;
  /** [rows, columns] */
  shape: [number, number];
}

/** Any form of a matrix of cells by genes that the library accepts. */
export type MatrixLike = Matrix | CsrMatrix | tf.Tensor2D | number[][];

/** Whether a matrix is CSR rather than dense. */
export function isCsr(matrix: Matrix | CsrMatrix): matrix is CsrMatrix {
  return 'indptr' in matrix;
}

/** Where the stored values of a row begin and end in the matrix's data. */
export function rowRange(matrix: Matrix | CsrMatrix, row: number): [from: number, to: number] {
  if (isCsr(matrix)) return [matrix.indptr[row]!, matrix.indptr[row + 1]!];
  return [row * matrix.shape[1], (row + 1) * matrix.shape[1]];
}
