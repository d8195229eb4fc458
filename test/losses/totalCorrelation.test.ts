import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { minibatchLogWeights } from '../../src/losses/minibatchLogWeights.js';
import {
  type TotalCorrelation,
  type TotalCorrelationOptions,
  totalCorrelation,
} from '../../src/losses/totalCorrelation.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { distributionCases } from '../reference/distributions.js';
import { expectReference } from '../reference/losses.js';
import { EDGES, expectFinite, sample } from './samples.js';

type Part = keyof TotalCorrelation;
const PARTS: Part[] = ['mutualInformation', 'totalCorrelation', 'dimensionWiseKl'];

/** Latents of two dimensions, standard normal with correlation 0.75 rho, each with a posterior deviation of 0.5. */
function correlated(cells: number, rho: number): [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D] {
  const second = (a: number, b: number): number => rho * a + Math.sqrt(1 - rho ** 2) * b;
  const mean = sample(cells, 2, 1, { scale: Math.sqrt(0.75) }).map(([a, b]) => [a!, second(a!, b!)]);
  const noise = sample(cells, 2, 2, { scale: 0.5 });
  const z = mean.map((row, i) => row.map((v, d) => v + noise[i]![d]!));
  return [tf.tensor2d(z), tf.tensor2d(mean), tf.fill([cells, 2], Math.log(0.25))];
}

onBackends('totalCorrelation', () => {
  it.each(distributionCases<TotalCorrelationOptions & { part: Part }>('totalCorrelation'))(
    'agrees with PyTorch: $name',
    (one) => {
      const { part, cells, estimator } = one.options;
      expectReference(one, ({ z, mean, logVariance }) =>
        tf.tidy(() => totalCorrelation(z!, mean!, logVariance!, { cells, estimator })[part]),
      );
    },
  );

  it('has the gradient of its value', () => {
    const [z, mean, logVariance] = [sample(5, 2, 1), sample(5, 2, 2), sample(5, 2, 3)];
    const loss = (...at: (number[][] | tf.Tensor2D)[]): tf.Scalar => {
      const [z, m, lv] = at.map((v) => (v instanceof tf.Tensor ? v : tf.tensor2d(v)));
      return totalCorrelation(z!, m!, lv!, { cells: 100 }).totalCorrelation;
    };
    expectGradient((t) => loss(t, mean, logVariance), z);
    expectGradient((t) => loss(z, t, logVariance), mean);
    expectGradient((t) => loss(z, mean, t), logVariance);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((m) => {
      const parts = totalCorrelation(m, m, tf.zerosLike(m), { cells: 50 });
      return PARTS.map((part) => parts[part]).reduce((sum, next, i) => sum.add(next.mul(i + 1)));
    }, edge);
  });

  it('distinguishes dependent dimensions from independent ones: -½ log(1 - 0.75²) for means that are equal', () => {
    const measured = [0, 1].map((rho) =>
      tf.tidy(
        () => totalCorrelation(...correlated(200, rho), { cells: 200 }).totalCorrelation.dataSync()[0]!,
      ),
    );
    expect(Math.abs(measured[0]!)).toBeLessThan(0.1);
    expect(Math.abs(measured[1]! + 0.5 * Math.log(1 - 0.75 ** 2))).toBeLessThan(0.1);
  });

  it('splits the same divergence whatever the estimator', () => {
    withoutLeak(() => {
      const latents = correlated(30, 0.5);
      const sums = (['mss', 'mws'] as const).map((estimator) => {
        const parts = totalCorrelation(...latents, { cells: 1000, estimator });
        const sum = PARTS.reduce((total, part) => total + parts[part].dataSync()[0]!, 0);
        tf.dispose({ ...parts });
        return sum;
      });
      tf.dispose(latents);
      expect(sums[0]).toBeCloseTo(sums[1]!, 4);
    });
  });

  it('gives the cells of a stratified minibatch weights that sum to 1', () => {
    const weights = tf.tidy(() => minibatchLogWeights('mss', 5, 100).exp().arraySync() as number[][]);
    for (const [i, row] of weights.entries()) {
      expect(row.reduce((sum, v) => sum + v, 0)).toBeCloseTo(1, 5);
      expect(row[i]).toBeCloseTo(1 / 100, 6);
      expect(row.filter((v) => Math.abs(v - 1 / 4) < 1e-6)).toHaveLength(3);
    }
  });
});

describe('totalCorrelation refuses', () => {
  const z = () => tf.zeros<tf.Rank.R2>([4, 2]);

  it('differing shapes', () => {
    expect(() => totalCorrelation(z(), tf.zeros([4, 1]), z(), { cells: 9 })).toThrow(/mean: expected shape/);
    expect(() => totalCorrelation(z(), z(), tf.zeros([3, 2]), { cells: 9 })).toThrow(/logVariance/);
  });

  it('fewer cells in total than in the minibatch, and unknown options', () => {
    expect(() => totalCorrelation(z(), z(), z(), { cells: 3 })).toThrow(
      /cells: expected a whole number >= 4/,
    );
    expect(() => totalCorrelation(z(), z(), z(), { cells: 9, estimator: 'mms' as 'mss' })).toThrow(/'mss'/);
    const options = { cells: 9, estimater: 'mss' };
    expect(() => totalCorrelation(z(), z(), z(), options)).toThrow(/Did you mean 'estimator'/);
  });
});
