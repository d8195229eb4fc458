import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { minibatchArrays, minibatchSpecs, takeMinibatch } from '../../src/train/minibatch.js';
import { onBackends } from '../helpers/backends.js';
import { csr } from '../preprocess/reference.js';

const x = { data: Float32Array.of(1, 0, 2, 0, 0, 3), shape: [3, 2] as [number, number] };
const batch = { categories: ['a', 'b', 'c'], codes: Int32Array.of(2, 0, 1) };
const rows = Int32Array.of(2, 0);

onBackends('takeMinibatch', () => {
  test('the cells in the given rows, dense, with batch and labels as one-hot rows', () => {
    tf.tidy(() => {
      const labels = { categories: ['T', 'B'], codes: Int32Array.of(-1, 0, 1) };
      for (const cells of [x, csr(x)]) {
        const taken = takeMinibatch({ x: cells, batch, covariates: { labels } }, rows);
        expect(taken.x.arraySync()).toEqual([
          [0, 3],
          [1, 0],
        ]);
        expect(taken.batch.arraySync()).toEqual([
          [0, 1, 0],
          [0, 0, 1],
        ]);
        // A missing label is a row of zeros.
        expect(taken.covariates['labels']!.arraySync()).toEqual([
          [0, 1],
          [0, 0],
        ]);
      }
      expect(takeMinibatch({ x, batch }, rows).covariates).toEqual({});
    });
  });

  test('covariates by name, categories one-hot and values unchanged; rows if the set asks for them', () => {
    tf.tidy(() => {
      const covariates = {
        type: { categories: ['T', 'B'], codes: Int32Array.of(0, 0, 1) },
        dose: { data: Float32Array.of(1, 10, 2, 20, 3, 30), shape: [3, 2] as [number, number] },
      };
      const taken = takeMinibatch({ x, batch, covariates, cellRows: true }, rows);
      expect(taken.covariates['type']!.arraySync()).toEqual([
        [0, 1],
        [1, 0],
      ]);
      expect(taken.covariates['dose']!.arraySync()).toEqual([
        [3, 30],
        [1, 10],
      ]);
      expect([taken.rows!.dtype, ...taken.rows!.dataSync()]).toEqual(['int32', 2, 0]);
      expect('rows' in takeMinibatch({ x, batch, covariates }, rows)).toBe(false);
    });
  });

  test('arrays and their specs agree, and make the same minibatch', () => {
    const covariates = { type: batch, dose: x };
    const set = { x, batch, labels: batch, covariates, cellRows: true as const };
    const arrays = minibatchArrays(set, rows);
    const specs = minibatchSpecs(set, rows.length);
    expect(Object.keys(specs)).toEqual(Object.keys(arrays));
    for (const [name, { data, shape }] of Object.entries(arrays)) {
      expect(specs[name]).toEqual({ shape, dtype: data instanceof Int32Array ? 'int32' : 'float32' });
    }
  });
});
