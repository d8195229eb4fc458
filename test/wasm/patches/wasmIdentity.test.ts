import * as tf from '@tensorflow/tfjs';
import { type BackendWasm, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, expect, test } from 'vitest';
import { installWasmKernels } from '../../../src/wasm/patches/installPatches.js';
import { alive } from '../wasmKernels.js';

const address = (x: tf.Tensor): number => (tf.backend() as BackendWasm).getMemoryOffset(x.dataId);

beforeAll(async () => {
  await tf.setBackend('wasm');
});

test('the stock kernel copies: this is why there is another', () => {
  const x = tf.tensor1d([1, 2, 3]);
  const clone = x.clone();
  expect(address(clone)).not.toBe(address(x));
  tf.dispose([x, clone]);
  installWasmKernels(version_wasm);
});

test('a clone shares its memory, and each may be disposed first', () => {
  const before = alive();
  for (const first of [0, 1]) {
    const pair = [tf.tensor1d([1, 2, 3])];
    pair.push(pair[0]!.clone());
    expect(address(pair[1]!)).toBe(address(pair[0]!));
    pair[first]!.dispose();
    expect([...pair[1 - first]!.dataSync()]).toEqual([1, 2, 3]);
    pair[1 - first]!.dispose();
  }
  expect(alive()).toEqual(before);
});

test('a clone of a variable keeps its values when the variable gets others', () => {
  const x = tf.tidy(() => tf.variable(tf.tensor1d([1, 2, 3])));
  const clone = x.clone();
  tf.tidy(() => x.assign(tf.tensor1d([4, 5, 6])));
  expect([...clone.dataSync()]).toEqual([1, 2, 3]);
  tf.dispose([x, clone]);
});

test('strings, and tensors made on another backend, are cloned as well', async () => {
  const words = tf.tensor1d(['a', 'b']);
  await tf.setBackend('cpu');
  const made = tf.tensor1d([1, 2]);
  await tf.setBackend('wasm');
  const clones = [words.clone(), made.clone()];
  expect(clones[0]!.dataSync()).toEqual(['a', 'b']);
  expect([...clones[1]!.dataSync()]).toEqual([1, 2]);
  tf.dispose([words, made, ...clones]);
});

test('a gradient whose tape holds clones leaves nothing behind', () => {
  const before = alive();
  tf.tidy(() => {
    const w = tf.ones([3, 2]) as tf.Tensor2D;
    tf.grad((x: tf.Tensor) =>
      tf
        .matMul(x as tf.Tensor2D, w)
        .square()
        .sum(),
    )(tf.ones([4, 3])).dataSync();
  });
  expect(alive()).toEqual(before);
});
