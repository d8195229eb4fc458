import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type LikelihoodName, likelihoods } from '../../src/distributions/likelihoods.js';
import { negativeBinomialLogLikelihood } from '../../src/distributions/negativeBinomialLogLikelihood.js';
import { onBackends } from '../helpers/backends.js';

const names = Object.keys(likelihoods) as LikelihoodName[];
const x = [
  [0, 3, 1],
  [2, 0, 5],
];
const output = [
  [0.3, -1, 0.5],
  [2, 0, -0.4],
];

onBackends('likelihoods', () => {
  test.each(names)('%s: one log-density per entry, and the mean of a decoder output', (name) => {
    const { counts, spread, dropout, ...likelihood } = likelihoods[name];
    tf.tidy(() => {
      const [cells, free] = [tf.tensor2d(x), tf.tensor2d(output)];
      const location = likelihood.location(cells, free);
      const parameters = {
        location,
        ...(spread ? { spread: tf.tensor2d([[0.1, 0.2, 0.3]]) } : {}),
        ...(dropout ? { dropout: tf.fill<tf.Rank.R2>([2, 3], -30) } : {}),
      };
      const found = likelihood.logLikelihood(cells, parameters);
      expect(found.shape).toEqual([2, 3]);
      expect(found.dataSync().every(Number.isFinite)).toBe(true);
      const mean = likelihood.mean(location);
      if (!counts) {
        expect([...mean.dataSync()]).toEqual([...free.dataSync()]);
        return;
      }
      const totals = mean.sum(1).dataSync();
      expect([totals[0]! / 4, totals[1]! / 7].map((ratio) => Math.abs(ratio - 1) < 1e-5)).toEqual([
        true,
        true,
      ]);
    });
  });

  test('without extra zeros, the zero-inflated likelihood equals the negative binomial', () => {
    tf.tidy(() => {
      const location = likelihoods.negativeBinomial.location(tf.tensor2d(x), tf.tensor2d(output));
      const parameters = {
        location,
        spread: tf.tensor2d([[0.1, 0.2, 0.3]]),
        dropout: tf.fill<tf.Rank.R2>([2, 3], -30),
      };
      const inflated = likelihoods.zeroInflatedNegativeBinomial.logLikelihood(tf.tensor2d(x), parameters);
      const plain = negativeBinomialLogLikelihood(tf.tensor2d(x), location, parameters.spread);
      expect(inflated.sub(plain).abs().max().dataSync()[0]).toBeLessThan(1e-5);
    });
  });
});
