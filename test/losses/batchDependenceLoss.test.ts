import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BatchDependenceLossOptions,
  batchDependenceLoss,
} from '../../src/losses/batchDependenceLoss.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, matrices, oneHot, RUNS, sample } from './samples.js';

const CODES = [0, 0, 1, 1, 1, 2, 0, 1];
const KERNELS = ['rbf', 'linear'] as const;
type Kernel = (typeof KERNELS)[number];

const dependence = (z: number[][], codes: number[], kernel: Kernel, batches = 3): number =>
  tf.tidy(
    () => batchDependenceLoss(tf.tensor2d(z), tf.tensor2d(oneHot(codes, batches)), { kernel }).dataSync()[0]!,
  );

const apart = (z: number[][], codes: number[], by: number): number[][] =>
  z.map((row, i) => row.map((v) => v + by * codes[i]!));

onBackends('batchDependenceLoss', () => {
  it.each(referenceCases<BatchDependenceLossOptions>('batchDependenceLoss'))(
    'agrees with PyTorch: $name',
    (one) => {
      expectReference(one, ({ z, oneHot }) => batchDependenceLoss(z!, oneHot!, one.options));
    },
  );

  it('has the gradient of its value, linear', () => {
    const labels = oneHot(CODES, 3);
    const loss = (z: tf.Tensor2D) => batchDependenceLoss(z, tf.tensor2d(labels), { kernel: 'linear' });
    expectGradient(loss, apart(sample(8, 3, 1), CODES, 1));
  });

  it.each(KERNELS)('is 1 where batches are points and at most that elsewhere, %s', (kernel) => {
    const points = CODES.map((code) => [code, code === 1 ? 5 : 0]);
    expect(dependence(points, CODES, kernel)).toBeCloseTo(1, 4);
    const law = fc.property(matrices(8, 2), (z) => {
      const value = dependence(z, CODES, kernel);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1 + 1e-5);
      expect(dependence([...z].reverse(), [...CODES].reverse(), kernel)).toBeCloseTo(value, 4);
      const moved = z.map((row) => row.map((v) => 4 * v + 9));
      expect(dependence(moved, CODES, kernel)).toBeCloseTo(value, 4);
    });
    fc.assert(law, RUNS);
  });

  it.each(KERNELS)('is about 0 where batches are mixed, and grows as they move apart, %s', (kernel) => {
    const codes = Array.from({ length: 300 }, (_, i) => i % 3);
    const z = sample(300, 2, 4);
    const values = [0, 0.5, 1, 3].map((by) => dependence(apart(z, codes, by), codes, kernel));
    expect(values[0]).toBeLessThan(0.01);
    for (const i of [1, 2, 3]) expect(values[i]).toBeGreaterThan(values[i - 1]! + 0.02);
  });

  it.each(KERNELS)('leaves out batches without cells, %s', (kernel) => {
    const z = apart(sample(8, 3, 1), CODES, 1);
    const renamed = CODES.map((code) => 2 * code);
    expect(dependence(z, renamed, kernel, 6)).toBeCloseTo(dependence(z, CODES, kernel), 6);
  });

  it.each(KERNELS)('is 0 for a single batch, and if each cell is its own batch, %s', (kernel) => {
    expect(dependence(sample(8, 3, 1), Array(8).fill(1), kernel)).toBeCloseTo(0, 5);
    const own = [0, 1, 2, 3, 4, 5, 6, 7];
    expect(dependence(sample(8, 3, 1), own, kernel, 8)).toBeCloseTo(0, 4);
  });

  it.each(KERNELS)('is 0 for latents that are constant, at any offset, %s', (kernel) => {
    for (const shift of [0, 30, 1e6]) {
      expect(dependence(sample(8, 3, 1, { scale: 0, shift }), CODES, kernel)).toBeCloseTo(0, 4);
    }
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    for (const codes of [CODES, Array(8).fill(0), [0, 1, 2, 3, 4, 5, 6, 7]]) {
      const labels = oneHot(codes, 8);
      for (const kernel of KERNELS)
        expectFinite((z) => batchDependenceLoss(z, tf.tensor2d(labels), { kernel }), edge);
    }
  });

  it.each(KERNELS)('is finite for a single cell, %s', (kernel) => {
    expect(
      expectFinite((z) => batchDependenceLoss(z, tf.tensor2d([[0, 1]]), { kernel }), [[1, 2]]),
    ).toBeCloseTo(0, 6);
  });
});

describe('batchDependenceLoss refuses', () => {
  it('labels of other cells and unknown kernels', () => {
    expect(() => dependence(sample(7, 2, 1), CODES, 'rbf')).toThrow(
      /batchDependenceLoss: oneHot: expected 7 rows/,
    );
    expect(() => dependence(sample(8, 2, 1), CODES, 'cubic' as Kernel)).toThrow(
      /batchDependenceLoss: kernel/,
    );
  });
});
