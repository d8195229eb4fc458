import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { unitGradientPenalty } from '../../src/losses/unitGradientPenalty.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { EDGES, expectFinite, sample } from './samples.js';

const X = sample(6, 3, 1);
const W1 = sample(3, 5, 2);
const W2 = sample(5, 1, 3);

const critic = (w1: tf.Tensor2D) => (x: tf.Tensor2D) =>
  tf.matMul<tf.Tensor2D>(tf.softplus(tf.matMul(x, w1)), tf.tensor2d(W2));
const valueAt = (f: (x: tf.Tensor2D) => tf.Tensor2D): number =>
  tf.tidy(() => unitGradientPenalty(f, tf.tensor2d(X)).dataSync()[0]!);

onBackends('unitGradientPenalty', () => {
  it('is (‖w‖ - 1)² for a linear critic', () => {
    const value = valueAt((x) => tf.matMul(x, tf.tensor2d([[3], [0], [4]])));
    expect(value).toBeCloseTo(16, 5);
  });

  it('is 0 where the slope is 1, and 1 for a critic that ignores its input', () => {
    expect(valueAt((x) => tf.matMul<tf.Tensor2D>(x, tf.tensor2d([[0.6], [0.8], [0]])))).toBeCloseTo(0, 6);
    expect(valueAt((x) => tf.matMul<tf.Tensor2D>(x, tf.zeros([3, 1])))).toBeCloseTo(1, 5);
  });

  it("has the right gradient in the critic's weights and in the cells", () => {
    expectGradient((w1) => unitGradientPenalty(critic(w1), tf.tensor2d(X)), W1, { step: 3e-3 });
    expectGradient((x) => unitGradientPenalty(critic(tf.tensor2d(W1)), x), X);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    // The weights are the variable of the outer gradient: they must be finite where the slope is 0 too.
    expectFinite((x) => unitGradientPenalty((at) => at.square().sum<tf.Tensor2D>(1, true), x), edge);
  });

  it('refuses to train through an activation whose second derivative would be silently wrong', () => {
    tf.tidy(() => {
      const penalty = (w: tf.Tensor) =>
        unitGradientPenalty((x) => tf.matMul<tf.Tensor2D>(x, w as tf.Tensor2D).tanh(), tf.tensor2d(X));
      expect(() => tf.grad(penalty)(tf.tensor2d(W1))).toThrow(/unitGradientPenalty: critic: .* Tanh/);
    });
  });

  it('refuses no rows', () => {
    tf.tidy(() => {
      const none = tf.zeros<tf.Rank.R2>([0, 3]);
      expect(() => unitGradientPenalty((x) => x, none)).toThrow('unitGradientPenalty: x');
    });
  });
});
