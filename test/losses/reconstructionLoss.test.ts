import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { meanSquaredError } from '../../src/losses/meanSquaredError.js';
import { reconstructionLoss } from '../../src/losses/reconstructionLoss.js';
import { scaledReconstructionLoss } from '../../src/losses/scaledReconstructionLoss.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, sample } from './samples.js';

const TARGET = sample(8, 3, 2);
const SCALE = [0.5, 0, 2];

onBackends('reconstruction', () => {
  it.each(referenceCases('reconstructionLoss'))('reconstructionLoss agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ output, target }) => reconstructionLoss(output!, target!));
  });

  it.each(referenceCases('meanSquaredError'))('meanSquaredError agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ output, target }) => meanSquaredError(output!, target!));
  });

  it.each(referenceCases('scaledReconstructionLoss'))(
    'scaledReconstructionLoss agrees with PyTorch: $name',
    (one) => {
      expectReference(one, ({ output, target, scale }) =>
        tf.tidy(() => scaledReconstructionLoss(output!, target!, scale!.flatten())),
      );
    },
  );

  it('has the gradient of its value', () => {
    for (const loss of [reconstructionLoss, meanSquaredError]) {
      expectGradient((output) => loss(output, tf.tensor2d(TARGET)), sample(8, 3, 1));
      expectGradient((target) => loss(tf.tensor2d(TARGET), target), sample(8, 3, 1));
    }
    const scaled = (output: tf.Tensor2D) =>
      scaledReconstructionLoss(output, tf.tensor2d(TARGET), tf.tensor1d(SCALE));
    expectGradient(scaled, sample(8, 3, 1));
  });

  it('sends no gradient into the scale', () => {
    const gradient = tf.tidy(() => {
      const [output, target] = [tf.tensor2d(sample(8, 3, 1)), tf.tensor2d(TARGET)];
      // The sum alone has gradient 1: tf.grad refuses a function in which nothing reaches its input.
      const withSum = (s: tf.Tensor) =>
        scaledReconstructionLoss(output, target, s as tf.Tensor1D).add(s.sum());
      return tf.grad(withSum)(tf.tensor1d(SCALE)).dataSync();
    });
    expect(Array.from(gradient)).toEqual([1, 1, 1]);
  });

  it('keeps its digits over 256,000 values', () => {
    const values = sample(128, 2000, 1);
    const exact = values.flat().reduce((sum, v) => sum + Math.fround(v) ** 2, 0);
    const [squared, mean] = tf.tidy(() => {
      const [output, target] = [tf.tensor2d(values), tf.zeros<tf.Rank.R2>([128, 2000])];
      return [
        reconstructionLoss(output, target).dataSync()[0]!,
        meanSquaredError(output, target).dataSync()[0]!,
      ];
    });
    expect(Math.abs((squared * 128) / exact - 1)).toBeLessThan(5e-6);
    expect(Math.abs((mean * 256000) / exact - 1)).toBeLessThan(5e-6);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((output) => reconstructionLoss(output, tf.tensor2d(TARGET)), edge);
    expectFinite((output) => meanSquaredError(output, tf.tensor2d(TARGET)), edge);
    expectFinite(
      (output) => scaledReconstructionLoss(output, tf.tensor2d(TARGET), tf.tensor1d([0, 0, 0])),
      edge,
    );
  });

  it('refuses differing shapes', () => {
    const [a, b] = [tf.zeros<tf.Rank.R2>([2, 3]), tf.zeros<tf.Rank.R2>([2, 2])];
    expect(() => reconstructionLoss(a, b)).toThrow(/reconstructionLoss: target: expected shape \[2, 3\]/);
    expect(() => meanSquaredError(a, b)).toThrow(/meanSquaredError: target/);
    expect(() => scaledReconstructionLoss(a, a, tf.zeros([2]))).toThrow(
      /scale: expected 3 entries, one per gene/,
    );
    tf.dispose([a, b]);
  });
});
