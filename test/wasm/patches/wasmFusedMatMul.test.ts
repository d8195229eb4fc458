import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  alive,
  installOverRecorders,
  largestDifference,
  normal,
  stockCalls,
  withStockKernels,
} from '../wasmKernels.js';

type Activation = 'linear' | 'relu' | 'relu6' | 'prelu' | 'leakyrelu' | 'elu' | 'sigmoid';
interface Fused {
  inner: number;
  batch: number[];
  transposeA: boolean;
  transposeB: boolean;
  bias: number[] | undefined;
  activation: Activation;
}

const activations: Activation[] = ['linear', 'relu', 'relu6', 'prelu', 'leakyrelu', 'elu', 'sigmoid'];
const both = [false, true];
const [rows, columns] = [6, 9];
const each = <A, B>(list: readonly A[], make: (item: A) => B[]): B[] => list.flatMap(make);

const cases: Fused[] = each([40, 100], (inner) =>
  each([[], [3], [2, 2]], (batch) =>
    each(both, (transposeA) =>
      each(both, (transposeB) =>
        each([undefined, [columns], [1, columns]], (bias) =>
          activations.map((activation) => ({ inner, batch, transposeA, transposeB, bias, activation })),
        ),
      ),
    ),
  ),
);

function fused({ inner, batch, transposeA, transposeB, bias, activation }: Fused): Float32Array {
  return tf.tidy(() => {
    const a = normal([...batch, ...(transposeA ? [inner, rows] : [rows, inner])], 'a');
    const b = normal([...batch, ...(transposeB ? [columns, inner] : [inner, columns])], 'b');
    const optional = {
      ...(bias && { bias: normal(bias, 'bias') }),
      ...(activation === 'prelu' && { preluActivationWeights: normal([columns], 'prelu') }),
    };
    const options = { a, b, transposeA, transposeB, activation, leakyreluAlpha: 0.3, ...optional };
    return tf.fused.matMul(options).dataSync<'float32'>();
  });
}

let onCpu: Float32Array[];
const off = (picked: Fused[]): number[] =>
  picked.map((fusedCase) => largestDifference(fused(fusedCase), onCpu[cases.indexOf(fusedCase)]!));

beforeAll(async () => {
  await tf.setBackend('cpu');
  onCpu = cases.map(fused);
  await tf.setBackend('wasm');
  installOverRecorders();
});

describe('fused matrix products on wasm', () => {
  test('equal those of the cpu backend for every transposition, batch, inner size, bias and activation', () => {
    expect(Math.max(...off(cases))).toBeLessThan(2e-5);
  });

  test('never run the stock fused kernel', () => {
    stockCalls.length = 0;
    cases.map(fused);
    expect(new Set(stockCalls.map(({ kernel }) => kernel))).toEqual(new Set(['BatchMatMul']));
  });

  test('leave no tensor and no buffer behind', () => {
    const before = alive();
    cases.map(fused);
    expect(alive()).toEqual(before);
  });

  test('take a bias of one value, and refuse an unknown activation', () => {
    const [a, b] = [normal([2, 60]) as tf.Tensor2D, normal([60, 3]) as tf.Tensor2D];
    const one = tf.tidy(() =>
      tf.fused
        .matMul({ a, b, bias: tf.tensor1d([10]) })
        .sub(tf.matMul(a, b))
        .dataSync(),
    );
    expect(largestDifference(one, new Float32Array(6).fill(10))).toBeLessThan(1e-5);
    expect(() => tf.fused.matMul({ a, b, activation: 'tanh' as 'relu' })).toThrow(/no activation 'tanh'/);
    tf.dispose([a, b]);
  });
});

describe('the stock kernel, which these replace,', () => {
  const rowBias = cases.filter(({ bias }) => bias?.length === 1);
  const deep = rowBias.filter(({ inner, activation }) => inner === 100 && activation === 'linear');

  test.each([
    ['a transposed operand', deep.filter((c) => c.batch.length === 0 && (c.transposeA || c.transposeB))],
    ['a batch dimension', deep.filter((c) => c.batch.length === 1 && !c.transposeA && !c.transposeB)],
  ])('is wrong with a bias, more than 48 inner columns and %s', (_, wrong) => {
    expect(wrong.length).toBeGreaterThan(0);
    for (const difference of withStockKernels(() => off(wrong))) expect(difference).toBeGreaterThan(0.1);
  });

  test('is wrong with relu, more than 48 inner columns and a transposed operand', () => {
    const relu = cases.filter((c) => c.activation === 'relu' && c.inner === 100 && c.transposeB && !c.bias);
    for (const difference of withStockKernels(() => off(relu))) expect(difference).toBeGreaterThan(0.1);
  });
});
