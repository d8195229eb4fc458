import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { takeMinibatch } from '../../src/train/minibatch.js';
import { onBackends } from '../helpers/backends.js';
import { csr } from '../preprocess/reference.js';

const x = { data: Float32Array.of(1, 0, 2, 0, 0, 3), shape: [3, 2] as [number, number] };
const batch = { categories: ['a', 'b', 'c'], codes: Int32Array.of(2, 0, 1) };
const rows = Int32Array.of(2, 0);

onBackends('takeMinibatch', () => {
  test('the named cells, dense, beside their batch and labels as one-hot rows', () => {
    tf.tidy(() => {
      const labels = { categories: ['T', 'B'], codes: Int32Array.of(-1, 0, 1) };
      for (const cells of [x, csr(x)]) {
        const taken = takeMinibatch({ x: cells, batch, labels }, rows);
        expect(taken.x.arraySync()).toEqual([
          [0, 3],
          [1, 0],
        ]);
        expect(taken.batch.arraySync()).toEqual([
          [0, 1, 0],
          [0, 0, 1],
        ]);
        // A missing label is a row of zeros.
        expect(taken.labels!.arraySync()).toEqual([
          [0, 1],
          [0, 0],
        ]);
      }
      expect('labels' in takeMinibatch({ x, batch }, rows)).toBe(false);
    });
  });
});
