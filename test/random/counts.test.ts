import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gamma } from '../../src/random/gamma.js';
import { negativeBinomial } from '../../src/random/negativeBinomial.js';
import { poisson } from '../../src/random/poisson.js';
import { createRng } from '../../src/random/rng.js';

const draws = 100_000;

/** Mean, variance and third central moment of many draws. */
function moments(draw: (next: () => number) => number) {
  const { next } = createRng(3);
  const values = Float64Array.from({ length: draws }, () => draw(next));
  const mean = values.reduce((a, b) => a + b, 0) / draws;
  const central = (power: number) => values.reduce((sum, v) => sum + (v - mean) ** power, 0) / draws;
  return { mean, variance: central(2), third: central(3), values };
}

/** Five standard errors of the mean, and as much of the variance, from the fourth central moment. */
const allowance = (variance: number, fourth: number) => ({
  mean: 5 * Math.sqrt(variance / draws),
  variance: 5 * Math.sqrt((fourth - variance ** 2) / draws),
});

describe('gamma', () => {
  it.each([0.05, 0.5, 1, 2.5, 40])('has mean and variance %f, and its skewness', (shape) => {
    const { mean, variance, third, values } = moments((next) => gamma(shape, next));
    const allowed = allowance(shape, 3 * shape ** 2 + 6 * shape);
    expect(Math.abs(mean - shape)).toBeLessThan(allowed.mean);
    expect(Math.abs(variance - shape)).toBeLessThan(allowed.variance);
    expect(Math.abs(third - 2 * shape)).toBeLessThan(0.1 * (2 * shape + shape ** 1.5));
    expect(values.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
  });
});

describe('poisson', () => {
  it.each([0.01, 0.7, 4, 9.99, 10, 11, 35, 400, 1e5])('has mean and variance %f', (lambda) => {
    const { mean, variance, third } = moments((next) => poisson(lambda, next));
    const allowed = allowance(lambda, 3 * lambda ** 2 + lambda);
    expect(Math.abs(mean - lambda)).toBeLessThan(allowed.mean);
    expect(Math.abs(variance - lambda)).toBeLessThan(allowed.variance);
    // The third moment of n normal values has variance 15 σ⁶ / n; it is lambda itself.
    expect(Math.abs(third - lambda)).toBeLessThan(5 * Math.sqrt((15 * lambda ** 3 + 40 * lambda) / draws));
  });

  it.each([3, 12])('has the probabilities of its formula at mean %i', (lambda) => {
    const { values } = moments((next) => poisson(lambda, next));
    let probability = Math.exp(-lambda);
    for (let k = 0; k <= 2 * lambda; k++) {
      const share = values.filter((value) => value === k).length / draws;
      const error = Math.sqrt((probability * (1 - probability)) / draws);
      expect(Math.abs(share - probability)).toBeLessThan(5 * error + 1e-9);
      probability *= lambda / (k + 1);
    }
  });

  it('gives whole numbers, and 0 for mean 0', () => {
    const { next } = createRng(1);
    expect(poisson(0, next)).toBe(0);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (mean) => {
        const value = poisson(mean, next);
        return Number.isInteger(value) && value >= 0;
      }),
    );
  });
});

describe('negativeBinomial', () => {
  it.each([
    [0.3, 0.5],
    [5, 0.1],
    [50, 2],
    [20, 0],
  ])('of mean %f and dispersion %f has variance mean + dispersion · mean²', (mu, dispersion) => {
    const { mean, variance } = moments((next) => negativeBinomial(mu, dispersion, next));
    const expected = mu + dispersion * mu * mu;
    expect(Math.abs(mean - mu)).toBeLessThan(5 * Math.sqrt(expected / draws));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.06);
  });

  it('gives 0 for mean 0', () => {
    expect(negativeBinomial(0, 0.5, createRng(1).next)).toBe(0);
  });
});
