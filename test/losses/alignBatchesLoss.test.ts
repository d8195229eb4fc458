import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignBatchesLoss } from '../../src/losses/alignBatchesLoss.js';
import { mmd } from '../../src/losses/mmd.js';
import type { RbfOptions } from '../../src/losses/rbf/rbfOptions.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, matrices, oneHot, RUNS, sample } from './samples.js';

const CODES = [0, 0, 1, 1, 1, 2, 2, 1];

const align = (z: number[][], codes: number[], options?: RbfOptions, batches = 3): number =>
  tf.tidy(
    () => alignBatchesLoss(tf.tensor2d(z), tf.tensor2d(oneHot(codes, batches)), options).dataSync()[0]!,
  );

onBackends('alignBatchesLoss', () => {
  it.each(referenceCases<RbfOptions>('alignBatchesLoss'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ z, oneHot }) => alignBatchesLoss(z!, oneHot!, one.options));
  });

  it('has the gradient of its value while the bandwidth is fixed', () => {
    const labels = oneHot(CODES, 3);
    expectGradient((z) => alignBatchesLoss(z, tf.tensor2d(labels), { fixSigma: 2 }), sample(8, 3, 1));
  });

  it('is the MMD of two batches when there are two', () => {
    const z = sample(8, 3, 1);
    const expected = tf.tidy(() => mmd(tf.tensor2d(z.slice(0, 3)), tf.tensor2d(z.slice(3))).dataSync()[0]!);
    expect(align(z, [0, 0, 0, 1, 1, 1, 1, 1])).toBeCloseTo(expected, 5);
  });

  it('leaves out batches of fewer than two cells, and absent ones', () => {
    const z = sample(8, 3, 1);
    const labels = [0, 0, 0, 2, 2, 2, 2, 5];
    const expected = tf.tidy(() => {
      const t = tf.tensor2d(z);
      const rows = (codes: number[]) =>
        tf.stack(codes.map((i) => t.slice([i, 0], [1, 3]).flatten())) as tf.Tensor2D;
      const fixed = { fixSigma: 2 };
      const first = mmd(rows([0, 1, 2]), rows([3, 4, 5, 6, 7]), fixed);
      return first
        .add(mmd(rows([3, 4, 5, 6]), rows([0, 1, 2, 7]), fixed))
        .div(2)
        .dataSync()[0]!;
    });
    expect(align(z, labels, { fixSigma: 2 }, 6)).toBeCloseTo(expected, 5);
  });

  it('obeys the laws of a discrepancy', () => {
    const law = fc.property(matrices(8, 2), (z) => {
      const value = align(z, CODES);
      expect(value).toBeGreaterThan(-1e-6);
      expect(align([...z].reverse(), [...CODES].reverse())).toBeCloseTo(value, 5);
      expect(
        align(
          z.map((row) => row.map((v) => 4 * v + 9)),
          CODES,
        ),
      ).toBeCloseTo(value, 4);
    });
    fc.assert(law, RUNS);
  });

  it('is 0 without two batches of two cells', () => {
    expect(align(sample(8, 3, 1), Array(8).fill(1))).toBe(0);
    expect(align(sample(3, 3, 1), [0, 0, 1])).toBe(0);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    for (const codes of [CODES, Array(8).fill(0), [0, 1, 2, 3, 4, 5, 6, 7]]) {
      const labels = oneHot(codes, 8);
      expectFinite((z) => alignBatchesLoss(z, tf.tensor2d(labels)), edge);
    }
  });
});

describe('alignBatchesLoss refuses', () => {
  it('labels of other cells and unknown options', () => {
    expect(() => align(sample(7, 2, 1), CODES)).toThrow(/alignBatchesLoss: oneHot: expected 7 rows/);
    expect(() => align(sample(8, 2, 1), CODES, { normalize: true } as RbfOptions)).toThrow(
      /unknown option 'normalize'/,
    );
  });
});
