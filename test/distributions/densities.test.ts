import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bernoulliLogLikelihood } from '../../src/distributions/bernoulliLogLikelihood.js';
import { gaussianKl } from '../../src/distributions/gaussianKl.js';
import { gaussianLogLikelihood } from '../../src/distributions/gaussianLogLikelihood.js';
import { gaussianMixtureLogDensity } from '../../src/distributions/gaussianMixtureLogDensity.js';
import { klStandardNormalLoss } from '../../src/losses/klStandardNormalLoss.js';
import { onBackends } from '../helpers/backends.js';
import { EDGES, expectFinite, matrices, RUNS, sample } from '../losses/samples.js';
import { distributionCases } from '../reference/distributions.js';
import { expectReference } from '../reference/losses.js';

onBackends('densities', () => {
  it.each(distributionCases('bernoulli'))('Bernoulli agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ x, logits }) => bernoulliLogLikelihood(x!, logits!));
  });

  it.each(distributionCases('gaussian'))('Gaussian agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ x, mean, logVariance }) => gaussianLogLikelihood(x!, mean!, logVariance!));
  });

  it.each(distributionCases('gaussianKl'))('gaussianKl agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ mean, logVariance, priorMean, priorLogVariance }) =>
      gaussianKl(mean!, logVariance!, priorMean!, priorLogVariance!),
    );
  });

  it.each(distributionCases('gaussianMixture'))('mixture agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ z, means, logVariances, logits }) =>
      tf.tidy(() => gaussianMixtureLogDensity(z!, means!, logVariances!, { logits }).expandDims(1)),
    );
  });

  it('gaussianKl is 0 only between equals, never negative, and klStandardNormalLoss for N(0, I)', () => {
    const law = fc.property(matrices(3, 2), matrices(3, 2), matrices(1, 2), (mean, logVariance, prior) => {
      tf.tidy(() => {
        const [m, lv, p] = [tf.tensor2d(mean), tf.tensor2d(logVariance), tf.tensor2d(prior)];
        expect(gaussianKl(m, lv, p, p).min().dataSync()[0]).toBeGreaterThanOrEqual(0);
        expect(gaussianKl(m, lv, m, lv).abs().max().dataSync()[0]).toBe(0);
        const standard = gaussianKl(m, lv, tf.zerosLike(p), tf.zerosLike(p)).sum(1).mean().dataSync()[0]!;
        expect(standard).toBeCloseTo(klStandardNormalLoss(m, lv).dataSync()[0]!, 4);
      });
    });
    fc.assert(law, RUNS);
  });

  it('Bernoulli is finite for any logits', () => {
    for (const logits of [[[-1e30, -200, 200, 1e30]]]) {
      expectFinite((l) => bernoulliLogLikelihood(tf.tensor2d([[0, 0, 1, 1]]), l).sum(), logits);
    }
  });

  it('a mixture of one component is that Gaussian', () => {
    tf.tidy(() => {
      const [z, m, lv] = [
        tf.tensor2d(sample(5, 3, 1)),
        tf.tensor2d(sample(1, 3, 2)),
        tf.tensor2d(sample(1, 3, 3)),
      ];
      const mixture = gaussianMixtureLogDensity(z, m, lv, { logits: tf.tensor2d([[7]]) }).dataSync();
      const alone = gaussianLogLikelihood(z, tf.tile(m, [5, 1]), lv)
        .sum(1)
        .dataSync();
      for (const [i, value] of mixture.entries()) expect(value).toBeCloseTo(alone[i]!, 5);
    });
  });

  it.each(EDGES)('a mixture is finite in value and gradient: %s', (_, edge) => {
    const [means, logVariances] = [sample(4, 3, 2), sample(4, 3, 3)];
    expectFinite(
      (z) => gaussianMixtureLogDensity(z, tf.tensor2d(means), tf.tensor2d(logVariances)).mean(),
      edge,
    );
  });
});

describe('densities refuse', () => {
  const zeros = (...shape: [number, number]) => tf.zeros<tf.Rank.R2>(shape);

  it('differing shapes', () => {
    expect(() => bernoulliLogLikelihood(zeros(2, 3), zeros(2, 2))).toThrow(/logits: expected shape \[2, 3\]/);
    expect(() => gaussianLogLikelihood(zeros(2, 3), zeros(2, 2), zeros(2, 3))).toThrow(/: mean/);
    expect(() => gaussianLogLikelihood(zeros(2, 3), zeros(2, 3), zeros(3, 3))).toThrow(/: logVariance/);
    expect(() => gaussianKl(zeros(2, 3), zeros(2, 3), zeros(2, 2), zeros(1, 3))).toThrow(/: priorMean/);
    expect(() => gaussianMixtureLogDensity(zeros(2, 3), zeros(4, 2), zeros(4, 2))).toThrow(/: means/);
    expect(() => gaussianMixtureLogDensity(zeros(2, 3), zeros(0, 3), zeros(0, 3))).toThrow(
      /at least one row/,
    );
    const options = { logits: zeros(1, 3) };
    expect(() => gaussianMixtureLogDensity(zeros(2, 3), zeros(4, 3), zeros(4, 3), options)).toThrow(
      /logits: expected shape \[1, 4\], received \[1, 3\]/,
    );
  });

  it('an unknown option', () => {
    const options = { weights: zeros(1, 4) };
    expect(() => gaussianMixtureLogDensity(zeros(2, 3), zeros(4, 3), zeros(4, 3), options as object)).toThrow(
      /unknown option 'weights'/,
    );
  });
});
