import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

/** Mean and variance of each column, in float64. */
export interface ColumnMoments {
  /** [columns] */
  mean: Float64Array<ArrayBuffer>;
  /** [columns], over n - 1; 0 for a single row. */
  variance: Float64Array<ArrayBuffer>;
}

/** Calls `visit` for each stored value: all values of a dense matrix, the non-zeros of a CSR matrix. */
function forEachStored(matrix: Matrix | CsrMatrix, visit: (column: number, value: number) => void): void {
  const { data, shape } = matrix;
  if (isCsr(matrix)) {
    for (let k = 0; k < data.length; k++) visit(matrix.indices[k]!, data[k]!);
    return;
  }
  for (let row = 0, at = 0; row < shape[0]; row++) {
    for (let column = 0; column < shape[1]; column++) visit(column, data[at++]!);
  }
}

/** Mean of each column alone, in one pass. [columns] */
export function columnMeans(matrix: Matrix | CsrMatrix): Float32Array<ArrayBuffer> {
  const [rows, columns] = matrix.shape;
  const sums = new Float64Array(columns);
  forEachStored(matrix, (column, value) => {
    sums[column]! += value;
  });
  return Float32Array.from(sums, (sum) => sum / rows);
}

/**
 * Mean and unbiased variance of each column. It takes two passes: the one-pass sum of squares loses all digits
 * in columns whose mean is large compared with their spread.
 *
 * @param matrix - [rows, columns]
 */
export function columnMoments(matrix: Matrix | CsrMatrix): ColumnMoments {
  const [rows, columns] = matrix.shape;
  const mean = new Float64Array(columns);
  const variance = new Float64Array(columns);
  const absent = new Float64Array(columns).fill(rows);
  forEachStored(matrix, (column, value) => {
    mean[column]! += value / rows;
  });
  forEachStored(matrix, (column, value) => {
    variance[column]! += (value - mean[column]!) ** 2;
    absent[column]!--;
  });
  for (let j = 0; j < columns; j++) {
    variance[j] = (variance[j]! + absent[j]! * mean[j]! ** 2) / Math.max(1, rows - 1);
  }
  return { mean, variance };
}
