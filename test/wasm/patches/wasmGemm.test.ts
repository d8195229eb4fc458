import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alive, installOverRecorders, normal, stockCalls } from '../wasmKernels.js';

type Sizes = readonly [rows: number, inner: number, columns: number];

const transpositions = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

/** One operand: its values as stored, after its transposition by `at(row, column)`. */
interface Matrix {
  tensor: tf.Tensor2D;
  at(row: number, column: number): number;
}

function matrix(values: tf.Tensor, transpose: boolean): Matrix {
  const [data, width] = [values.dataSync<'float32'>(), values.shape[1]!];
  const at = (row: number, column: number): number =>
    data[transpose ? column * width + row : row * width + column]!;
  return { tensor: values as tf.Tensor2D, at };
}

const stored = (rows: number, columns: number, transpose: boolean): number[] =>
  transpose ? [columns, rows] : [rows, columns];

/** Every value of A·B and the sum of |a||b| that rounding errors are measured by, in float64. */
function plainProduct(a: Matrix, b: Matrix, [rows, inner, columns]: Sizes): [value: number, scale: number][] {
  return Array.from({ length: rows * columns }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    let [value, scale] = [0, 0];
    for (let k = 0; k < inner; k++) {
      const term = a.at(row, k) * b.at(k, column);
      value += term;
      scale += Math.abs(term);
    }
    return [value, scale];
  });
}

const isOff = (found: number, [value, scale]: [number, number]): boolean =>
  Number.isFinite(value) ? !(Math.abs(found - value) <= 1e-5 * Math.max(1, scale)) : !Object.is(found, value);

/** Number of wrong values of a product of normal values, some of them replaced by `spoil`. */
function wrong(
  sizes: Sizes,
  [transposeA, transposeB]: readonly [boolean, boolean],
  spoil?: tf.Scalar,
): number {
  const [rows, inner, columns] = sizes;
  return tf.tidy(() => {
    const spoiled = (x: tf.Tensor): tf.Tensor => (spoil ? tf.where(x.greater(2.2), spoil, x) : x);
    const a = matrix(spoiled(normal(stored(rows, inner, transposeA), 'a')), transposeA);
    const b = matrix(spoiled(normal(stored(inner, columns, transposeB), 'b')), transposeB);
    const product = tf.matMul(a.tensor, b.tensor, transposeA, transposeB);
    expect(product.shape).toEqual([rows, columns]);
    const found = product.dataSync<'float32'>();
    return plainProduct(a, b, sizes).filter((exact, i) => isOff(found[i]!, exact)).length;
  });
}

beforeAll(async () => {
  await tf.setBackend('wasm');
  installOverRecorders();
});
beforeEach(() => {
  stockCalls.length = 0;
});

// Tiles have 4 rows and 12 columns; blocks 128 rows, 504 columns and 256 inner columns.
const sizes: Sizes[] = [
  [1, 1, 1],
  [1, 300, 40],
  [1, 7, 600],
  [40, 300, 1],
  [40, 1, 13],
  [3, 2, 11],
  [4, 4, 12],
  [5, 5, 13],
  [128, 256, 24],
  [129, 257, 25],
  [131, 515, 7],
  [6, 31, 505],
  [17, 259, 1011],
  [260, 3, 23],
];

describe.each(transpositions)('a product on wasm, A transposed %s, B transposed %s', (...flags) => {
  test.each(sizes)('[%i, %i] · [·, %i] equals float64 loops', (...size) => {
    expect(wrong(size, flags)).toBe(0);
    expect(stockCalls).toEqual([]);
  });

  test.each([
    [0, 5, 3],
    [5, 0, 3],
    [5, 3, 0],
    [0, 0, 0],
  ] as Sizes[])('[%i, %i] · [·, %i] is zeros, as many as there are', (...size) => {
    expect(wrong(size, flags)).toBe(0);
  });

  test.each([Number.NaN, Infinity, -Infinity])('keeps %d where float64 loops have it', (value) => {
    for (const size of [
      [5, 7, 13],
      [9, 300, 26],
      [1, 33, 50],
    ] as Sizes[]) {
      expect(tf.tidy(() => wrong(size, flags, tf.scalar(value)))).toBe(0);
    }
  });
});

test('a fused bias and activation come after the product', () => {
  const [a, b, bias] = [normal([9, 300], 'a'), normal([14, 300], 'b'), normal([14], 'bias')] as const;
  const [fused, apart] = tf.tidy(() => {
    const left = a as tf.Tensor2D;
    const right = b as tf.Tensor2D;
    const product = tf.matMul(left, right, false, true).add(bias).relu();
    const whole = tf.fused.matMul({ a: left, b: right, transposeB: true, bias, activation: 'relu' });
    return [Array.from(whole.dataSync()), Array.from(product.dataSync())];
  });
  expect(fused).toEqual(apart);
  expect(stockCalls).toEqual([]);
  tf.dispose([a, b, bias]);
});

test('a matrix times itself, and dimensions of one in front, keep their shape', () => {
  const x = normal([6, 6]) as tf.Tensor2D;
  const [plain, deep] = tf.tidy(() => [tf.matMul(x, x, true), tf.matMul(x.reshape([1, 1, 6, 6]), x, true)]);
  expect(deep!.shape).toEqual([1, 1, 6, 6]);
  expect(Array.from(deep!.dataSync())).toEqual(Array.from(plain!.dataSync()));
  expect(stockCalls).toEqual([]);
  tf.dispose([x, plain!, deep!]);
});

test('a write into an operand shows in the next product', () => {
  const [a, b] = [tf.ones([1, 4]) as tf.Tensor2D, tf.ones([4, 3]) as tf.Tensor2D];
  const product = (): number[] => tf.tidy(() => Array.from(tf.matMul(a, b).dataSync()));
  expect(product()).toEqual([4, 4, 4]);
  (tf.backend() as BackendWasm).typedArrayFromHeap(b).fill(5);
  expect(product()).toEqual([20, 20, 20]);
  tf.dispose([a, b]);
});

test('batches and other types stay with the stock kernel', () => {
  tf.tidy(() => tf.matMul(normal([2, 3, 4]), normal([4, 5])));
  expect(stockCalls).toEqual([{ kernel: 'BatchMatMul', transposed: false }]);
  const whole = tf.ones([2, 2], 'int32') as tf.Tensor2D;
  expect(() => tf.matMul(whole, whole)).toThrow(/float32/);
  whole.dispose();
});

test('the scratch memory is taken once, and a heap that grows meanwhile is followed', () => {
  const before = alive();
  const heap = tf.tidy(() => {
    const first = (tf.backend() as BackendWasm).typedArrayFromHeap(tf.ones([1])).buffer.byteLength;
    const big = tf.zeros([1200, 9000]) as tf.Tensor2D;
    expect(
      tf
        .matMul(tf.ones([2, 1200]), big)
        .abs()
        .max()
        .dataSync()[0],
    ).toBe(0);
    return [first, (tf.backend() as BackendWasm).typedArrayFromHeap(big).buffer.byteLength];
  });
  expect(heap[1]).toBeGreaterThan(heap[0]!);
  expect(wrong([9, 300, 26], [true, true])).toBe(0);
  expect(alive()).toEqual(before);
});
