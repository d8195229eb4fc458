import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { asMatrix } from '../../src/matrix/asMatrix.js';
import type { CsrMatrix } from '../../src/matrix/matrix.js';
import { onBackends } from '../helpers/backends.js';

const csr = (): CsrMatrix => ({
  data: Float32Array.of(1, 2, 3),
  indices: Int32Array.of(0, 2, 1),
  indptr: Int32Array.of(0, 2, 2, 3),
  shape: [3, 3],
});

describe('asMatrix', () => {
  test('returns a matrix and a CSR matrix unchanged', async () => {
    const dense = { data: Float32Array.of(1, 2), shape: [1, 2] as [number, number] };
    expect(await asMatrix('x', dense)).toBe(dense);
    const sparse = csr();
    expect(await asMatrix('x', sparse)).toBe(sparse);
  });

  test('takes rows, and no rows', async () => {
    expect(
      await asMatrix('x', [
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqual({
      data: Float32Array.of(1, 2, 3, 4, 5, 6),
      shape: [2, 3],
    });
    expect(await asMatrix('x', [])).toEqual({ data: new Float32Array(0), shape: [0, 0] });
  });

  test('sorts the columns of a CSR matrix and sums entries of one place, without changing the given matrix', async () => {
    const mixed = {
      data: Float32Array.of(1, 2, 4, 8),
      indices: Int32Array.of(2, 0, 2, 1),
      indptr: Int32Array.of(0, 3, 4),
      shape: [2, 3] as [number, number],
    };
    expect(await asMatrix('x', mixed)).toEqual({
      data: Float32Array.of(2, 5, 8),
      indices: Int32Array.of(0, 2, 1),
      indptr: Int32Array.of(0, 2, 3),
      shape: [2, 3],
    });
    expect([...mixed.indices]).toEqual([2, 0, 2, 1]);
  });

  test.each<[string, unknown, RegExp]>([
    ['a path', 'cells.h5ad', /x: expected a Matrix or CsrMatrix .*received 'cells.h5ad'/],
    ['null', null, /received null/],
    ['a number', 3, /received 3/],
    [
      'a Float64Array in it',
      { data: new Float64Array(2), shape: [1, 2] },
      /data as Float32Array, received a Float64Array of 2/,
    ],
    ['no shape', { data: new Float32Array(2) }, /x: expected a Matrix or CsrMatrix .*received an object/],
    [
      'a shape of three',
      { data: new Float32Array(2), shape: [1, 2, 1] },
      /a shape \[rows, columns\], received \[1, 2, 1\]/,
    ],
    [
      'a flat list',
      [1, 2, 3],
      /x: expected rows of numbers, such as \[\[1, 0\], \[0, 2\]\], received 1 in place of row 0/,
    ],
    ['a missing row', [[1, 2], undefined], /received undefined in place of row 1/],
    [
      'offsets of another kind',
      { ...csr(), indptr: [0, 2, 2, 3] },
      /x: expected a CsrMatrix with data as Float32Array, indices and indptr as Int32Array/,
    ],
    ['no indices', { ...csr(), indices: undefined }, /indices and indptr as Int32Array/],
  ])('refuses %s by a TypeError', async (_, wrong, message) => {
    const refused = asMatrix('x', wrong as never);
    await expect(refused).rejects.toThrow(TypeError);
    await expect(refused).rejects.toThrow(message);
  });

  test.each<[string, unknown, RegExp]>([
    [
      'a shape that does not fit',
      { data: new Float32Array(5), shape: [2, 3] },
      /x: expected data of 2 x 3 = 6 values, to match shape, received 5 values/,
    ],
    ['ragged rows', [[1, 2], [3]], /x: expected rows of 2 values, like the first row, received 1 in row 1/],
    [
      'too few offsets',
      { ...csr(), indptr: Int32Array.of(0, 2, 3) },
      /indptr of 4 ascending offsets from 0, received 3/,
    ],
    ['falling offsets', { ...csr(), indptr: Int32Array.of(0, 3, 2, 3) }, /ascending offsets/],
    ['offsets from 1', { ...csr(), indptr: Int32Array.of(1, 2, 2, 3) }, /ascending offsets from 0/],
    [
      'offsets beyond the values',
      { ...csr(), indptr: Int32Array.of(0, 2, 2, 9) },
      /expected 9 values and indices, to match indptr, received 3 values and 3 indices/,
    ],
    ['fewer indices than values', { ...csr(), indices: Int32Array.of(0, 2) }, /3 values and 2 indices/],
    ['a column beyond the last', { ...csr(), indices: Int32Array.of(0, 3, 1) }, /below 3, received 3/],
    ['a column below 0', { ...csr(), indices: Int32Array.of(0, -1, 1) }, /below 3, received -1/],
  ])('refuses %s by a RangeError', async (_, wrong, message) => {
    const refused = asMatrix('x', wrong as never);
    await expect(refused).rejects.toThrow(RangeError);
    await expect(refused).rejects.toThrow(message);
  });
});

onBackends('asMatrix of a tensor', () => {
  test('reads the tensor and does not dispose it', async () => {
    const tensor = tf.tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const before = tf.memory().numTensors;
    expect(await asMatrix('x', tensor)).toEqual({ data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] });
    expect(tf.memory().numTensors).toBe(before);
    expect(tensor.isDisposed).toBe(false);
    tensor.dispose();
  });

  test('whole numbers and booleans become float32', async () => {
    const tensors = [tf.tensor2d([[1, 0]], [1, 2], 'int32'), tf.tensor2d([[true, false]], [1, 2], 'bool')];
    for (const tensor of tensors)
      expect(await asMatrix('x', tensor)).toEqual({ data: Float32Array.of(1, 0), shape: [1, 2] });
    tf.dispose(tensors);
  });

  test.each([[[6]], [[1, 2, 3]], [[]]])('refuses a tensor of shape %o', async (shape) => {
    const tensor = tf.ones(shape);
    await expect(asMatrix('x', tensor as tf.Tensor2D)).rejects.toThrow(
      `x: expected a tensor [cells, genes], received one of shape [${shape}].`,
    );
    tensor.dispose();
  });
});
