import * as tf from '@tensorflow/tfjs';
import { type BackendWasm, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { expect, test } from 'vitest';
import type { AdamStepOptions } from '../../../src/wasm/adam/adamConstants.js';
import { adamStep } from '../../../src/wasm/adam/adamStep.js';
import { installWasmKernels } from '../../../src/wasm/patches/installPatches.js';
import { onBackends } from '../../helpers/backends.js';
import reference from '../../reference/adam.json' with { type: 'json' };
import { alive, largestDifference } from '../wasmKernels.js';

const options: AdamStepOptions = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 1 };
const shape = reference.shape as [number, number];
const variable = (values: ArrayLike<number>, of: number[] = [values.length]): tf.Variable =>
  tf.tidy(() => tf.variable(tf.tensor(Float32Array.from(values), of)));
const zeros = (size: number): tf.Variable => variable(new Float32Array(size));

// The wasm and cpu backends have paths of their own; a backend under another name takes the third, tfjs operations.
tf.copyRegisteredKernels('cpu', 'operations');
tf.registerBackend('operations', tf.findBackendFactory('cpu'));

onBackends(
  'adamStep',
  (backend) => {
    test.each(reference.runs)('follows PyTorch over five steps with epsilon $epsilon', (run) => {
      const w = variable(run.start, shape);
      const [m, v] = [variable(new Float32Array(15), shape), variable(new Float32Array(15), shape)];
      run.steps.forEach((expected, i) => {
        const gradient = tf.tensor(expected.gradient, shape);
        const { beta1, beta2, epsilon } = run;
        adamStep(w, gradient, m, v, {
          learningRate: run.learningRates[i]!,
          beta1,
          beta2,
          epsilon,
          step: i + 1,
        });
        gradient.dispose();
        expect(largestDifference(w.dataSync(), expected.weight)).toBeLessThan(1e-6);
        expect(largestDifference(m.dataSync(), expected.m)).toBeLessThan(1e-6);
        expect(largestDifference(v.dataSync(), expected.v)).toBeLessThan(1e-6);
      });
      tf.dispose([w, m, v]);
    });

    test('the next product sees the new values', () => {
      const [w, m, v] = [
        variable([1, 1, 1, 1], [2, 2]),
        variable([0, 0, 0, 0], [2, 2]),
        variable([0, 0, 0, 0], [2, 2]),
      ];
      const product = () =>
        tf.tidy(() => Array.from(tf.matMul(tf.ones([1, 2]), w as tf.Tensor2D).dataSync()));
      expect(product()).toEqual([2, 2]);
      tf.tidy(() => adamStep(w, tf.ones([2, 2]), m, v, options));
      expect(largestDifference(product(), [1.8, 1.8])).toBeLessThan(1e-6);
      tf.dispose([w, m, v]);
    });

    test('tensors and arrays that share memory with a variable keep their values', () => {
      const [w, m, v] = [variable([1, 2, 3, 4]), zeros(4), zeros(4)];
      const reshaped = w.reshape([2, 2]);
      const cloned = w.clone();
      const array = w.dataSync();
      tf.tidy(() => adamStep(w, tf.ones([4]), m, v, options));
      tf.tidy(() => adamStep(w, tf.ones([4]), m, v, { ...options, step: 2 }));
      for (const held of [reshaped.dataSync(), cloned.dataSync(), array])
        expect(Array.from(held)).toEqual([1, 2, 3, 4]);
      expect(largestDifference(w.dataSync(), [0.8, 1.8, 2.8, 3.8])).toBeLessThan(1e-6);
      tf.dispose([w, m, v, reshaped, cloned]);
    });

    test('the gradient keeps its values, even where it is the variable itself', () => {
      const [w, m, v] = [variable([1, 2, 3, 4]), zeros(4), zeros(4)];
      const gradient = w.reshape([4]);
      adamStep(w, gradient, m, v, options);
      expect(Array.from(gradient.dataSync())).toEqual([1, 2, 3, 4]);
      expect(largestDifference(w.dataSync(), [0.9, 1.9, 2.9, 3.9])).toBeLessThan(1e-6);
      tf.dispose([w, m, v, gradient]);
    });

    test('leaves no tensor and no buffer behind', () => {
      const [w, m, v] = [variable([1, 2, 3, 4]), zeros(4), zeros(4)];
      const before = alive();
      for (let step = 1; step < 5; step++)
        tf.tidy(() => adamStep(w, tf.ones([4]), m, v, { ...options, step }));
      expect(alive()).toEqual(before);
      tf.dispose([w, m, v]);
    });

    test('a gradient of another size is refused', () => {
      const [w, m, v] = [variable([1, 2, 3, 4]), zeros(4), zeros(4)];
      const gradient = tf.ones([5]);
      expect(() => adamStep(w, gradient, m, v, options)).toThrow(
        'adamStep: gradient: expected the shape of the variable [4], received [5].',
      );
      tf.dispose([w, m, v, gradient]);
    });

    test('trains a variable made on another backend', async () => {
      await tf.setBackend(backend === 'cpu' ? 'wasm' : 'cpu');
      const [w, m, v] = [variable([1, 2, 3, 4]), zeros(4), zeros(4)];
      await tf.setBackend(backend);
      tf.tidy(() => adamStep(w, tf.ones([4]), m, v, options));
      expect(largestDifference(w.dataSync(), [0.9, 1.9, 2.9, 3.9])).toBeLessThan(1e-6);
      tf.dispose([w, m, v]);
    });
  },
  ['wasm', 'cpu', 'operations'],
);

test('on wasm it writes in place, and still does when the memory grows meanwhile', async () => {
  await tf.setBackend('wasm');
  installWasmKernels(version_wasm);
  const backend = tf.backend() as BackendWasm;
  const [w, m, v] = [variable([1, 2, 3, 4]), zeros(4), zeros(4)];
  const where = backend.getMemoryOffset(w.dataId);
  const { buffer: heap } = backend.typedArrayFromHeap(w);
  tf.tidy(() => adamStep(w, tf.ones([4]), m, v, options));
  const big = tf.zeros([heap.byteLength / 4]);
  expect(backend.typedArrayFromHeap(w).buffer).not.toBe(heap);
  tf.tidy(() => adamStep(w, tf.ones([4]), m, v, { ...options, step: 2 }));
  expect(backend.getMemoryOffset(w.dataId)).toBe(where);
  expect(largestDifference(w.dataSync(), [0.8, 1.8, 2.8, 3.8])).toBeLessThan(1e-6);
  tf.dispose([w, m, v, big]);
});
