import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  alive,
  installOverRecorders,
  largestDifference,
  normal,
  stockCalls,
  withoutGemm,
} from '../wasmKernels.js';

interface Product {
  a: number[];
  b: number[];
  transposeA: boolean;
  transposeB: boolean;
}

const flags = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);
const batches: [a: number[], b: number[]][] = [
  [[], []],
  [[3], [3]],
  [[1], [3]],
  [[3], [1]],
  [
    [2, 2],
    [2, 2],
  ],
  [[], [3]],
];
// Rows, inner and columns: B bigger than A and smaller, inner sizes on both sides of a block, single rows and columns.
const sizes = [
  [5, 40, 7],
  [5, 100, 7],
  [9, 100, 4],
  [1, 100, 7],
  [5, 100, 1],
  [5, 1, 7],
] as const;

const products: Product[] = flags.flatMap(({ transposeA, transposeB }) =>
  batches.flatMap(([batchA, batchB]) =>
    sizes.map(([rows, inner, columns]) => ({
      a: [...batchA, ...(transposeA ? [inner, rows] : [rows, inner])],
      b: [...batchB, ...(transposeB ? [columns, inner] : [inner, columns])],
      transposeA,
      transposeB,
    })),
  ),
);

const value = ({ a, b, transposeA, transposeB }: Product): Float32Array =>
  tf.tidy(() => tf.matMul(normal(a, 'a'), normal(b, 'b'), transposeA, transposeB).dataSync<'float32'>());

/** Gradients of sum(weights * A·B) with respect to A and B. */
function gradients({ a, b, transposeA, transposeB }: Product): Float32Array[] {
  return tf.tidy(() => {
    const loss = (x: tf.Tensor, y: tf.Tensor) => {
      const product = tf.matMul(x, y, transposeA, transposeB);
      return product.mul(normal(product.shape, 'w')).sum();
    };
    const found = tf.grads((x: tf.Tensor, y: tf.Tensor) => loss(x, y))([normal(a, 'a'), normal(b, 'b')]);
    return found.map((gradient) => gradient.dataSync<'float32'>());
  });
}

const sameBatch = ({ a, b }: Product): boolean => `${a.slice(0, -2)}` === `${b.slice(0, -2)}`;
const differentiable = products.filter(sameBatch);
let valuesOnCpu: Float32Array[];
let gradientsOnCpu: Float32Array[][];

beforeAll(async () => {
  await tf.setBackend('cpu');
  valuesOnCpu = products.map(value);
  gradientsOnCpu = differentiable.map(gradients);
  await tf.setBackend('wasm');
  installOverRecorders();
});

const batched = products.filter(({ a, b }) => a.length + b.length > 4);

const paths: [string, <T>(body: () => T) => T][] = [
  ['by our own kernel', (body) => body()],
  ['without it', withoutGemm],
];

describe.each(paths)('matrix products on wasm %s', (_, on) => {
  test('equal those of the cpu backend for every transposition, batch and size', () => {
    const off = products.map((product, i) =>
      largestDifference(
        on(() => value(product)),
        valuesOnCpu[i]!,
      ),
    );
    expect(Math.max(...off)).toBeLessThan(2e-5);
  });

  test('have the gradients of the cpu backend for every transposition', () => {
    const off = differentiable.flatMap((product, i) =>
      on(() => gradients(product)).map((gradient, k) => largestDifference(gradient, gradientsOnCpu[i]![k]!)),
    );
    expect(Math.max(...off)).toBeLessThan(2e-5);
  });

  test('leave no tensor and no buffer behind', () => {
    const before = alive();
    on(() => [products.map(value), differentiable.map(gradients)]);
    expect(alive()).toEqual(before);
  });

  test('leave no buffer behind when the sizes disagree', () => {
    const [a, b] = [normal([4, 3]), normal([5, 3])];
    const before = alive();
    expect(() => on(() => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, true, true))).toThrow(/inner shapes/);
    expect(alive()).toEqual(before);
    tf.dispose([a, b]);
  });

  test('see that a reshaped right operand has another size', () => {
    const [a, b] = [tf.ones([2, 4]), tf.range(0, 24).reshape([4, 6])];
    const values = (x: tf.Tensor, y: tf.Tensor): number[] =>
      on(() => tf.tidy(() => Array.from(tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D).dataSync())));
    const wide = values(a, b);
    const tall = tf.tidy(() => values(tf.ones([1, 6]), b.reshape([6, 4])));
    expect(wide.slice(0, 6)).toEqual([36, 40, 44, 48, 52, 56]);
    expect(tall).toEqual([60, 66, 72, 78]);
    expect(values(a, b)).toEqual(wide);
    tf.dispose([a, b]);
  });
});

describe('the stock kernel', () => {
  test.each([
    ['gets batches only', batched, (body: () => unknown) => body()],
    ['gets all products where ours is missing', products, withoutGemm],
  ])('%s, and never a transposed operand', (_, expected, on) => {
    stockCalls.length = 0;
    on(() => products.map(value));
    expect(stockCalls).toHaveLength(expected.length);
    expect(stockCalls.filter(({ transposed }) => transposed)).toEqual([]);
  });
});
