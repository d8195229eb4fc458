import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, expect, test } from 'vitest';
import { forgetPackedWeights } from '../../../src/wasm/patches/packedWeights.js';
import { installOverRecorders, withoutGemm } from '../wasmKernels.js';

const backend = (): BackendWasm => tf.backend() as BackendWasm;
const product = (a: tf.Tensor2D, b: tf.Tensor2D): number[] =>
  tf.tidy(() => Array.from(tf.matMul(a, b).dataSync()));

beforeAll(async () => {
  await tf.setBackend('wasm');
  installOverRecorders();
});

test('without our own kernel a product sees what was written into its right operand once the copy is forgotten', () => {
  const [a, b] = [tf.ones([1, 4]) as tf.Tensor2D, tf.ones([4, 3]) as tf.Tensor2D];
  withoutGemm(() => {
    expect(product(a, b)).toEqual([4, 4, 4]);
    backend().typedArrayFromHeap(b).fill(5);
    expect(product(a, b)).toEqual([4, 4, 4]); // tfjs' copy is stale: this is why forgetting is needed
    forgetPackedWeights(backend(), b.dataId);
    expect(product(a, b)).toEqual([20, 20, 20]);
  });
  tf.dispose([a, b]);
});

test('our own kernel sees it at once, also where a packed copy is left from before', () => {
  const [a, b] = [tf.ones([1, 4]) as tf.Tensor2D, tf.ones([4, 3]) as tf.Tensor2D];
  expect(withoutGemm(() => product(a, b))).toEqual([4, 4, 4]);
  backend().typedArrayFromHeap(b).fill(5);
  expect(product(a, b)).toEqual([20, 20, 20]);
  tf.dispose([a, b]);
});

test('forgetting keeps values, counts and memory', () => {
  const b = tf.range(0, 12).reshape([4, 3]);
  const before = [tf.memory().numTensors, tf.memory().numBytes, backend().refCount(b.dataId)];
  forgetPackedWeights(backend(), b.dataId);
  expect([tf.memory().numTensors, tf.memory().numBytes, backend().refCount(b.dataId)]).toEqual(before);
  expect(Array.from(b.dataSync())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  b.dispose();
});
