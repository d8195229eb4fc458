import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { club } from '../../src/losses/club.js';
import { clubLikelihood } from '../../src/losses/clubLikelihood.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, sample } from './samples.js';

const MEAN = sample(8, 3, 1);
const LOG_VARIANCE = sample(8, 3, 2, { scale: 0.5 });
const Y = sample(8, 3, 3);

onBackends('club', () => {
  it.each(referenceCases('club'))('agrees with the n x n form in PyTorch: $name', (one) => {
    expectReference(one, ({ mean, logVariance, y }) => club(mean!, logVariance!, y!));
  });

  it('has the gradient of its value with respect to all three inputs', () => {
    expectGradient((mean) => club(mean, tf.tensor2d(LOG_VARIANCE), tf.tensor2d(Y)), MEAN);
    expectGradient((lv) => club(tf.tensor2d(MEAN), lv, tf.tensor2d(Y)), LOG_VARIANCE);
    expectGradient((y) => club(tf.tensor2d(MEAN), tf.tensor2d(LOG_VARIANCE), y), Y);
  });

  it('is 0 for a prediction that is the same for every cell', () => {
    const constant = sample(8, 3, 1, { scale: 0, shift: 0.7 });
    const value = tf.tidy(() => club(tf.tensor2d(constant), tf.zeros([8, 3]), tf.tensor2d(Y)).dataSync()[0]!);
    expect(value).toBeCloseTo(0, 5);
  });

  it('comes near the true mutual information of correlated normals under the true conditional', () => {
    const correlation = 0.6;
    const x = sample(40000, 1, 1);
    const noise = sample(40000, 1, 2, { scale: Math.sqrt(1 - correlation ** 2) });
    const value = tf.tidy(() => {
      const mean = tf.tensor2d(x).mul<tf.Tensor2D>(correlation);
      const logVariance = tf.fill<tf.Rank.R2>([40000, 1], Math.log(1 - correlation ** 2));
      return club(mean, logVariance, mean.add(tf.tensor2d(noise))).dataSync()[0]!;
    });
    const truth = -0.5 * Math.log(1 - correlation ** 2);
    const limit = correlation ** 2 / (1 - correlation ** 2); // the limit of CLUB here, above the true value
    expect(value).toBeGreaterThan(truth);
    expect(value).toBeCloseTo(limit, 1);
  });

  it('does not lose the difference to a common offset', () => {
    const value = (shift: number) =>
      tf.tidy(() => {
        const [mean, y] = [MEAN, Y].map((rows) =>
          tf.tensor2d(rows.map((r) => r.map((v) => Math.fround(v * 64) / 64 + shift))),
        );
        return club(mean!, tf.tensor2d(LOG_VARIANCE), y!).dataSync()[0]!;
      });
    expect(Math.abs(value(1024) / value(0) - 1)).toBeLessThan(1e-3);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((y) => club(tf.tensor2d(MEAN), tf.tensor2d(LOG_VARIANCE), y), edge);
    expectFinite((mean) => club(mean, tf.tensor2d(LOG_VARIANCE), mean), edge);
  });

  it('refuses differing shapes', () => {
    expect(() => club(tf.zeros([8, 3]), tf.zeros([8, 2]), tf.zeros([8, 3]))).toThrow(
      /club: logVariance: expected shape \[8, 3\]/,
    );
  });
});

onBackends('clubLikelihood', () => {
  it.each(referenceCases('clubLikelihood'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ mean, logVariance, y }) => clubLikelihood(mean!, logVariance!, y!));
  });

  it('has the gradient of its value with respect to all three inputs', () => {
    expectGradient((mean) => clubLikelihood(mean, tf.tensor2d(LOG_VARIANCE), tf.tensor2d(Y)), MEAN);
    expectGradient((lv) => clubLikelihood(tf.tensor2d(MEAN), lv, tf.tensor2d(Y)), LOG_VARIANCE);
    expectGradient((y) => clubLikelihood(tf.tensor2d(MEAN), tf.tensor2d(LOG_VARIANCE), y), Y);
  });

  it('is least at the true mean and variance', () => {
    const at = (mean: number, variance: number) =>
      tf.tidy(() => {
        const y = tf.tensor2d([[-2], [2]]);
        return clubLikelihood(tf.fill([2, 1], mean), tf.fill([2, 1], Math.log(variance)), y).dataSync()[0]!;
      });
    expect(at(0, 4)).toBeCloseTo(0.5 * (1 + Math.log(4) + Math.log(2 * Math.PI)), 5);
    for (const worse of [at(0.5, 4), at(0, 3), at(0, 5)]) expect(worse).toBeGreaterThan(at(0, 4));
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((y) => clubLikelihood(tf.tensor2d(MEAN), tf.tensor2d(LOG_VARIANCE), y), edge);
  });

  it('refuses differing shapes', () => {
    expect(() => clubLikelihood(tf.zeros([8, 2]), tf.zeros([8, 3]), tf.zeros([8, 3]))).toThrow(RangeError);
  });
});
