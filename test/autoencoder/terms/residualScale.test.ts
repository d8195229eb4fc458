import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { reconstruction } from '../../../src/autoencoder/terms/reconstruction.js';
import { residualScale } from '../../../src/autoencoder/terms/residualScale.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { benchOf, inference, numberOf, training } from './termFixture.js';

const first = [
  [1, 4],
  [3, 8],
];
const second = [
  [10, 0],
  [30, 2],
];

onBackends('residualScale', () => {
  test('the first minibatch sets it, later ones move it by a fiftieth, inference leaves it unchanged', () => {
    withoutLeak(() => {
      const scale = residualScale(2);
      const apply = (rows: number[][], mode = training()) =>
        tf.tidy(() => [...scale.apply(tf.tensor2d(rows), mode).dataSync()]);
      expect(apply(first, inference), 'before any minibatch: what it would be').toEqual([2, 6]);
      expect(apply(first)).toEqual([2, 6]);
      expect(apply(second, inference)).toEqual([2, 6]);
      const moved = [0.98 * 2 + 0.02 * 20, 0.98 * 6 + 0.02 * 1];
      expect(relativeDistance(apply(second), moved)).toBeLessThan(1e-6);
      expect(relativeDistance(apply(first, inference), moved)).toBeLessThan(1e-6);
      expect(relativeDistance(apply(first), [0.98 * moved[0]! + 0.04, 0.98 * moved[1]! + 0.12])).toBeLessThan(
        1e-6,
      );
      tf.dispose([...scale.variables]);
    });
  });

  test('has no trainable variable and lets no gradient through', () => {
    const scale = residualScale(2);
    expect(scale.variables.some(({ trainable }) => trainable)).toBe(false);
    const gradient = tf.tidy(() =>
      tf.grad((squared) => tf.mul(scale.apply(squared as tf.Tensor2D, training()), squared).sum())(
        tf.tensor2d(first),
      ),
    );
    // Of s·x alone, s held: s = [2, 6].
    expect([...gradient.dataSync()]).toEqual([2, 6, 2, 6]);
    tf.dispose([gradient, ...scale.variables]);
  });

  test('one term in two models keeps a scale for each', () => {
    const term = reconstruction();
    const [one, other] = [benchOf([term]), benchOf([term], { seed: 1 })];
    const scaleOf = (bench: typeof one) => [...bench.networks()[0]!.variables[0]!.dataSync()];
    const before = scaleOf(other);
    numberOf(() => one.loss(one.pass(training())));
    expect(scaleOf(one)).not.toEqual(before);
    expect(scaleOf(other)).toEqual(before);
    one.dispose();
    numberOf(() => other.loss(other.pass(training())));
    other.dispose();
  });
});
