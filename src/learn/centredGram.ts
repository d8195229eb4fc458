import * as tf from '@tensorflow/tfjs';
import { ensureBackend } from '../backend/ensureBackend.js';
import { copyRows } from '../matrix/copyRows.js';
import { dot } from '../matrix/dot.js';
import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';
import type { SymmetricOperator } from './topEigenvectors.js';

/** Up to this many columns, the matrix of all products is stored: 8 bytes x columns². */
const mostColumns = 4096;
const rowsAtATime = 512;

/** out += (row · v - shift) row */
function addDenseRow(row: Float32Array, v: Float64Array, shift: number, out: Float64Array): void {
  let projected = -shift;
  for (let j = 0; j < row.length; j++) projected += row[j]! * v[j]!;
  for (let j = 0; j < row.length; j++) out[j]! += projected * row[j]!;
}

function addCsrRow(x: CsrMatrix, row: number, v: Float64Array, shift: number, out: Float64Array): void {
  const { data, indices, indptr } = x;
  const [from, to] = [indptr[row]!, indptr[row + 1]!];
  let projected = -shift;
  for (let k = from; k < to; k++) projected += data[k]! * v[indices[k]!]!;
  for (let k = from; k < to; k++) out[indices[k]!]! += projected * data[k]!;
}

/** Computes v -> Xcᵀ Xc v in one pass over the rows, without forming Xc. Zeros of a CSR matrix cost nothing. */
function byRows(x: Matrix | CsrMatrix, mean: Float64Array): SymmetricOperator {
  const [rows, columns] = x.shape;
  return (v) => {
    const out = new Float64Array(columns);
    const shift = mean.reduce((sum, value, j) => sum + value * v[j]!, 0);
    for (let row = 0; row < rows; row++) {
      if (isCsr(x)) addCsrRow(x, row, v, shift, out);
      else addDenseRow(x.data.subarray(row * columns, (row + 1) * columns), v, shift, out);
    }
    return out;
  };
}

async function gramOfBlock({ data, shape }: Matrix): Promise<Float32Array> {
  const product = tf.tidy(() => {
    const block = tf.tensor2d(data, shape);
    return tf.matMul(tf.transpose(block), block);
  });
  const values = (await product.data()) as Float32Array;
  product.dispose();
  return values;
}

/** Computes Xcᵀ Xc from blocks of rows in float32, summed in float64 so that the error doesn't grow with the number of rows. */
async function gramMatrix(x: Matrix, mean: Float64Array): Promise<Float64Array> {
  const [rows, columns] = x.shape;
  const gram = new Float64Array(columns * columns);
  for (let start = 0; start < rows; start += rowsAtATime) {
    const length = Math.min(rowsAtATime, rows - start);
    const block = copyRows(
      x,
      Int32Array.from({ length }, (_, i) => start + i),
    );
    block.data.forEach((value, k) => {
      block.data[k] = value - mean[k % columns]!;
    });
    const part = await gramOfBlock(block);
    for (let k = 0; k < gram.length; k++) gram[k]! += part[k]!;
  }
  return gram;
}

function byGram(gram: Float64Array, columns: number): SymmetricOperator {
  return (v) => {
    const out = new Float64Array(columns);
    for (let i = 0; i < columns; i++) out[i] = dot(gram.subarray(i * columns, (i + 1) * columns), v);
    return out;
  };
}

/**
 * Returns the products of centred columns, Xcᵀ Xc with Xc = X - mean, as an operator. CSR stays sparse.
 *
 * @param x - [rows, columns]
 * @param mean - Mean of every column. [columns]
 */
export async function centredGram(x: Matrix | CsrMatrix, mean: Float64Array): Promise<SymmetricOperator> {
  const [rows, columns] = x.shape;
  // The caller needs about 200 products: forming the matrix once pays off if it is smaller than the data.
  if (isCsr(x) || columns > mostColumns || rows < columns / 4) return byRows(x, mean);
  await ensureBackend();
  return byGram(await gramMatrix(x, mean), columns);
}
