import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { batchClassifierLoss } from '../../src/losses/batchClassifierLoss.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, oneHot, sample } from './samples.js';

const LABELS = oneHot([0, 0, 1, 1, 1, 2, 0, 1], 3);

const loss = (logits: number[][], labels: number[][]): number =>
  tf.tidy(() => batchClassifierLoss(tf.tensor2d(logits), tf.tensor2d(labels)).dataSync()[0]!);

onBackends('batchClassifierLoss', () => {
  it.each(referenceCases('batchClassifierLoss'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ logits, oneHot }) => batchClassifierLoss(logits!, oneHot!));
  });

  it('has the gradient of its value', () => {
    expectGradient((logits) => batchClassifierLoss(logits, tf.tensor2d(LABELS)), sample(8, 3, 1));
  });

  it('sends no gradient into the labels', () => {
    // The sum alone has gradient 1: tf.grad refuses a function in which nothing reaches its input.
    const withSum = (y: tf.Tensor) =>
      batchClassifierLoss(tf.tensor2d(sample(8, 3, 1)), y as tf.Tensor2D).add(y.sum());
    const gradient = tf.tidy(() => tf.grad(withSum)(tf.tensor2d(LABELS)).dataSync());
    expect(Array.from(gradient).every((g) => g === 1)).toBe(true);
  });

  it('is exact for logits of ±1e4', () => {
    expect(loss([[1e4, -1e4]], [[1, 0]])).toBeCloseTo(0, 12);
    expect(loss([[1e4, -1e4]], [[0, 1]])).toBe(2e4);
  });

  it('is log(classes) at chance, and a row without label adds nothing', () => {
    expect(loss([[0, 0, 0]], [[0, 1, 0]])).toBeCloseTo(Math.log(3), 6);
    expect(
      loss(
        [
          [0, 0, 0],
          [5, 1, 2],
        ],
        [
          [0, 1, 0],
          [0, 0, 0],
        ],
      ),
    ).toBeCloseTo(Math.log(3) / 2, 6);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((logits) => batchClassifierLoss(logits, tf.tensor2d(LABELS)), edge);
  });

  it('refuses differing shapes', () => {
    expect(() => loss([[1, 2]], [[1, 0, 0]])).toThrow(/batchClassifierLoss: oneHot: expected shape \[1, 2\]/);
  });
});
