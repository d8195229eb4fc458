import * as tf from '@tensorflow/tfjs';
import { badType, badValue } from '../check/errors.js';
import { isArrayLike, isFloat32Array, ownFloat32Array, shown } from '../check/values.js';
import { canonicalCsr } from './canonicalCsr.js';
import { checkMatrix, csrFrom, hasParts, refuseMatrix } from './checkMatrix.js';
import type { CsrMatrix, Matrix, MatrixLike } from './matrix.js';

function checkRow(argument: string, row: unknown, i: number): void {
  const example = 'rows of numbers, such as [[1, 0], [0, 2]]';
  if (!isArrayLike(row))
    throw badType({ argument, expected: example, received: `${shown(row)} in place of row ${i}` });
  for (let j = 0; j < row.length; j++) {
    if (typeof row[j] === 'number') continue;
    throw badType({ argument, expected: example, received: `${shown(row[j])} in row ${i}` });
  }
}

function fromRows(argument: string, rows: number[][]): Matrix {
  // Not `forEach`, which skips the holes of sparse arrays.
  for (const [i, row] of rows.entries()) checkRow(argument, row, i);
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
  if (tensor.isDisposed || !['float32', 'int32', 'bool'].includes(tensor.dtype)) {
    const received = tensor.isDisposed ? 'one that is disposed' : `one of ${tensor.dtype}`;
    throw badType({ argument, expected: 'a tensor of numbers', received });
  }
  const values = await tensor.data();
  // Integer and boolean tensors return other types of arrays.
  const data = isFloat32Array(values) ? ownFloat32Array(values) : Float32Array.from(values);
  return { data, shape: [rows, columns] };
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
  if (!hasParts(x)) {
    return refuseMatrix(
      argument,
      'a Matrix or CsrMatrix of Float32Array data, a tf.Tensor2D or rows of numbers',
      x,
    );
  }
  if (!('indptr' in x)) return checkMatrix(argument, x as Matrix);
  const { matrix, canonical } = csrFrom(argument, x);
  return canonical ? matrix : canonicalCsr(matrix);
}
