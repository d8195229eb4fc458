import * as tf from '@tensorflow/tfjs';
import { badType, badValue } from '../check/errors.js';
import { canonicalCsr, isCanonical } from './canonicalCsr.js';
import { type CsrMatrix, isCsr, type Matrix, type MatrixLike } from './matrix.js';

function fromRows(argument: string, rows: number[][]): Matrix {
  const other = rows.findIndex((row) => typeof row?.length !== 'number');
  if (other >= 0) {
    const received = `${rows[other]} in place of row ${other}`;
    throw badType({ argument, expected: 'rows of numbers, such as [[1, 0], [0, 2]]', received });
  }
  const columns = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (row.length !== columns) {
      const received = `${row.length} in row ${i}`;
      throw badValue({ argument, expected: `rows of ${columns} values, like the first row`, received });
    }
    data.set(row, i * columns);
  });
  return { data, shape: [rows.length, columns] };
}

async function fromTensor(argument: string, tensor: tf.Tensor): Promise<Matrix> {
  const [rows, columns] = tensor.shape;
  if (tensor.rank !== 2 || rows === undefined || columns === undefined) {
    const received = `one of shape [${tensor.shape}]`;
    throw badType({ argument, expected: 'a tensor [cells, genes]', received });
  }
  const values = await tensor.data();
  // Integer and boolean tensors return other types of arrays.
  const data = values instanceof Float32Array ? values : Float32Array.from(values);
  return { data, shape: [rows, columns] };
}

function checkDense(argument: string, { data, shape }: Matrix): void {
  if (data.length === shape[0] * shape[1]) return;
  const expected = `data of ${shape[0]} x ${shape[1]} = ${shape[0] * shape[1]} values, to match shape`;
  throw badValue({ argument, expected, received: `${data.length} values` });
}

function checkCsr(argument: string, { data, indices, indptr, shape }: CsrMatrix): void {
  if (!(indices instanceof Int32Array) || !(indptr instanceof Int32Array)) {
    const expected = 'a CsrMatrix with indices and indptr as Int32Array';
    throw badType({ argument, expected, received: 'other types of arrays' });
  }
  const stored = indptr[shape[0]];
  const ascending = indptr.every((start, i) => i === 0 || start >= indptr[i - 1]!);
  if (indptr.length !== shape[0] + 1 || indptr[0] !== 0 || !ascending) {
    const expected = `indptr of ${shape[0] + 1} ascending offsets from 0`;
    throw badValue({ argument, expected, received: `${indptr.length} offsets` });
  }
  if (stored !== data.length || stored !== indices.length) {
    const received = `${data.length} values and ${indices.length} indices`;
    throw badValue({ argument, expected: `${stored} values and indices, to match indptr`, received });
  }
}

function checkColumns(argument: string, { indices, indptr, shape }: CsrMatrix, canonical: boolean): void {
  // Negated, so that a shape of NaN accepts no column.
  const isOutside = (column: number): boolean => !(column >= 0 && column < shape[1]);
  // If columns ascend, only the last one of each row can be outside.
  const isRowOutside = (end: number): boolean => end > 0 && isOutside(indices[end - 1]!);
  if (canonical && !indptr.some(isRowOutside)) return;
  const wrong = indices.find(isOutside);
  if (wrong === undefined) return;
  throw badValue({ argument, expected: `column indices below ${shape[1]}`, received: `${wrong}` });
}

/**
 * Converts every form in which callers may pass cells to a dense or a CSR matrix. Typed arrays aren't copied,
 * except those of a CSR matrix whose columns aren't in order or which has several entries for one place (these
 * are summed).
 *
 * @throws TypeError if `x` is of no accepted type; RangeError if its parts don't fit together.
 */
export async function asMatrix(argument: string, x: MatrixLike): Promise<Matrix | CsrMatrix> {
  if (Array.isArray(x)) return fromRows(argument, x);
  if (x instanceof tf.Tensor) return fromTensor(argument, x);
  if (typeof x !== 'object' || x === null || !(x.data instanceof Float32Array) || x.shape?.length !== 2) {
    const expected = 'a Matrix or CsrMatrix of Float32Array data, a tf.Tensor2D or rows of numbers';
    throw badType({ argument, expected, received: x === null ? 'null' : typeof x });
  }
  if (!isCsr(x)) {
    checkDense(argument, x);
    return x;
  }
  checkCsr(argument, x);
  const canonical = isCanonical(x);
  checkColumns(argument, x, canonical);
  return canonical ? x : canonicalCsr(x);
}
