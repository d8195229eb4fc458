import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { logMeanOfShares } from '../../src/distributions/logMeanOfShares.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';

onBackends('logMeanOfShares', () => {
  test('means are the shares of the total, however large the logits; a cell without counts is treated as one count', () => {
    const means = withoutLeak(() =>
      tf.tidy(() => {
        const counts = tf.tensor2d([3, 1, 0, 8, 0, 0], [3, 2]);
        const logits = tf.tensor2d([0, 0, 500, 500 + Math.log(3), -7, -7], [3, 2]);
        return logMeanOfShares(counts, logits).exp().arraySync();
      }),
    );
    [2, 2, 2, 6, 0.5, 0.5].forEach((expected, i) => {
      expect((means as number[][]).flat()[i]! / expected).toBeCloseTo(1, 4);
    });
  });

  test('gradient', () => {
    const counts = tf.tensor2d([3, 1, 2, 5], [2, 2]);
    expectGradient(
      (logits) => logMeanOfShares(counts, logits).square().sum().asScalar(),
      [
        [0.1, -0.4],
        [1, 0.3],
      ],
    );
    counts.dispose();
  });

  test('refuses differing shapes', () => {
    expect(() => tf.tidy(() => logMeanOfShares(tf.ones([2, 3]), tf.ones([2, 2])))).toThrow(
      /logMeanOfShares: logits: .*\[2, 2\]/,
    );
  });
});
