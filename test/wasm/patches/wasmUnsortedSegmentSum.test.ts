import * as tf from '@tensorflow/tfjs';
import { version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, expect, test } from 'vitest';
import { installWasmKernels } from '../../../src/wasm/patches/installPatches.js';
import { alive, largestDifference, normal } from '../wasmKernels.js';

const segments = tf.util.toTypedArray([2, 0, 2, 3, -1, 9, 2], 'int32') as Int32Array;
const shapes = [[7], [7, 5], [7, 2, 3]];
const sums = (shape: number[]): Float32Array =>
  tf.tidy(() =>
    tf.unsortedSegmentSum(normal(shape), tf.tensor1d(segments, 'int32'), 4).dataSync<'float32'>(),
  );

function gatherGradient(axis: number): Float32Array {
  return tf.tidy(() => {
    const indices = tf.tensor1d([3, 0, 3, 1], 'int32');
    const loss = (x: tf.Tensor) => tf.gather(x, indices, axis).square().sum();
    return tf
      .grad(loss)(normal([4, 5]))
      .dataSync<'float32'>();
  });
}

let onCpu: { sums: Float32Array[]; gradients: Float32Array[] };

beforeAll(async () => {
  await tf.setBackend('cpu');
  onCpu = { sums: shapes.map(sums), gradients: [0, 1].map(gatherGradient) };
  await tf.setBackend('wasm');
});

test('tfjs has no such kernel on wasm: without ours gather has no gradient', () => {
  expect(() => gatherGradient(0)).toThrow(/UnsortedSegmentSum/);
  installWasmKernels(version_wasm);
  expect(() => gatherGradient(0)).not.toThrow();
});

test('sums by segment and leaves out what lies outside, as on cpu', () => {
  shapes.forEach((shape, i) => {
    expect(largestDifference(sums(shape), onCpu.sums[i]!)).toBeLessThan(1e-6);
  });
});

test('gives gather the gradient of the cpu backend along both axes', () => {
  [0, 1].forEach((axis, i) => {
    expect(largestDifference(gatherGradient(axis), onCpu.gradients[i]!)).toBeLessThan(1e-6);
  });
});

test('leaves no tensor and no buffer behind', () => {
  const before = alive();
  shapes.map(sums);
  gatherGradient(0);
  expect(alive()).toEqual(before);
});
