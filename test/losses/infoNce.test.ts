import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { infoNce } from '../../src/losses/infoNce.js';
import { cosineSimilarities } from '../../src/tensor/cosineSimilarities.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, matrices, RUNS, sample } from './samples.js';

const bound = (scores: number[][]): number => tf.tidy(() => infoNce(tf.tensor2d(scores)).dataSync()[0]!);

onBackends('infoNce', () => {
  it.each(referenceCases('infoNce'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ scores }) => infoNce(scores!));
  });

  it('has the gradient of its value', () => {
    expectGradient(infoNce, sample(5, 5, 1));
    expectGradient(
      (x) => infoNce(cosineSimilarities(x, tf.tensor2d(sample(6, 3, 2))).div(0.2)),
      sample(6, 3, 1),
    );
  });

  it('never exceeds log n, and reaches it if the scores identify every pair', () => {
    const law = fc.property(matrices(5, 5), (scores) => {
      expect(bound(scores)).toBeLessThanOrEqual(Math.log(5) + 1e-6);
    });
    fc.assert(law, RUNS);
    expect(bound(tf.tidy(() => tf.eye(5).mul(100).arraySync()) as number[][])).toBeCloseTo(Math.log(5), 5);
  });

  it('is 0 for uninformative scores', () => {
    expect(bound(sample(5, 5, 1, { scale: 0, shift: 3 }))).toBeCloseTo(0, 6);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((x) => infoNce(tf.matMul(x, x, false, true)), edge);
  });

  it('refuses scores that are not square', () => {
    expect(() => infoNce(tf.zeros([3, 4]))).toThrow(/infoNce: scores: expected a square matrix.*\[3, 4\]/);
  });
});
