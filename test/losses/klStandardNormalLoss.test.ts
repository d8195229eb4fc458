import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { klStandardNormalLoss } from '../../src/losses/klStandardNormalLoss.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, matrices, RUNS, sample } from './samples.js';

const kl = (mean: number[][], logVariance: number[][]): number =>
  tf.tidy(() => klStandardNormalLoss(tf.tensor2d(mean), tf.tensor2d(logVariance)).dataSync()[0]!);

onBackends('klStandardNormalLoss', () => {
  it.each(referenceCases('klStandardNormalLoss'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ mean, logVariance }) => klStandardNormalLoss(mean!, logVariance!));
  });

  it('has the gradient of its value with respect to both inputs', () => {
    const [mean, logVariance] = [sample(5, 2, 1), sample(5, 2, 2)];
    expectGradient((m) => klStandardNormalLoss(m, tf.tensor2d(logVariance)), mean);
    expectGradient((lv) => klStandardNormalLoss(tf.tensor2d(mean), lv), logVariance);
  });

  it('is 0 at the standard normal and never below', () => {
    expect(kl([[0, 0]], [[0, 0]])).toBe(0);
    const law = fc.property(matrices(3, 2), matrices(3, 2), (mean, logVariance) => {
      expect(kl(mean, logVariance)).toBeGreaterThanOrEqual(0);
    });
    fc.assert(law, RUNS);
  });

  it('keeps its digits near the optimum', () => {
    const expected = 0.25e-6;
    expect(Math.abs(kl([[0]], [[1e-3]]) / expected - 1)).toBeLessThan(1e-2);
  });

  it('sums over dimensions and averages over cells', () => {
    expect(kl([[1, 1]], [[0, 0]])).toBeCloseTo(1, 6);
    expect(
      kl(
        [
          [1, 1],
          [0, 0],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    ).toBeCloseTo(0.5, 6);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((mean) => klStandardNormalLoss(mean, tf.zeros([8, 3])), edge);
  });

  it('refuses differing shapes', () => {
    expect(() => klStandardNormalLoss(tf.zeros([2, 3]), tf.zeros([2, 2]))).toThrow(
      /klStandardNormalLoss: logVariance/,
    );
  });
});
