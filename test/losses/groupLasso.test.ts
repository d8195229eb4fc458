import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { type GroupLassoOptions, groupLasso } from '../../src/losses/groupLasso.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient, valueAndGradient } from '../helpers/gradient.js';
import { distributionCases } from '../reference/distributions.js';
import { expectReference } from '../reference/losses.js';
import { EDGES, expectFinite, sample } from './samples.js';

onBackends('groupLasso', () => {
  it.each(distributionCases<GroupLassoOptions>('groupLasso'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ weights }) => groupLasso(weights!, one.options));
  });

  it('has the gradient of its value, above and below the smoothing', () => {
    expectGradient(groupLasso, sample(5, 3, 1));
    expectGradient(groupLasso, sample(5, 3, 1, { scale: 0.02 }), { step: 1e-3 });
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite(groupLasso, edge);
    expectFinite((weights) => groupLasso(weights, { smoothing: 1e-6 }), edge);
  });

  it('sums norms, and shrinks the weights of a gene with the same force whatever their size', () => {
    const { value, gradient } = valueAndGradient(groupLasso, [
      [3, 4],
      [0, 0.6],
      [0, 0],
    ]);
    expect(value).toBeCloseTo(5 + 0.6 + 0.05, 6);
    for (const [i, expected] of [0.6, 0.8, 0, 1, 0, 0].entries())
      expect(gradient[i]).toBeCloseTo(expected, 6);
  });

  it('refuses a layer without inputs and unknown options and options out of range', () => {
    expect(() => groupLasso(tf.zeros([0, 3]))).toThrow(/weights: expected at least one row/);
    expect(() => groupLasso(tf.zeros([2, 3]), { smoothing: 0 })).toThrow(/smoothing/);
    expect(() => groupLasso(tf.zeros([2, 3]), { smooth: 1 } as object)).toThrow(/Did you mean 'smoothing'/);
  });
});
