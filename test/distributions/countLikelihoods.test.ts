import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { negativeBinomialLogLikelihood } from '../../src/distributions/negativeBinomialLogLikelihood.js';
import { poissonLogLikelihood } from '../../src/distributions/poissonLogLikelihood.js';
import { zeroInflatedNegativeBinomialLogLikelihood } from '../../src/distributions/zeroInflatedNegativeBinomialLogLikelihood.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { sample } from '../losses/samples.js';
import { distributionCases, EXTREMES } from '../reference/distributions.js';
import { expectReference } from '../reference/losses.js';

const column = (values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1]);
const COUNTS = [
  [0, 1, 4],
  [9, 0, 30],
];

/** Fails unless every entry is within `tolerance` of 1 + |expected| + `scale`. */
function expectEach(values: tf.Tensor, expected: number[], tolerance: number, scale: number[] = []): void {
  const errors = Array.from(values.dataSync(), (value, i) => {
    const size = 1 + Math.abs(expected[i]!) + (scale[i] ?? 0);
    return { entry: i, value, expected: expected[i], error: Math.abs(value - expected[i]!) / size };
  });
  expect(errors.filter(({ error }) => !(error < tolerance))).toEqual([]);
}

onBackends('likelihoods of counts', () => {
  it.each(distributionCases('poisson'))('Poisson agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ counts, logMean }) => poissonLogLikelihood(counts!, logMean!));
  });

  it.each(distributionCases('negativeBinomial'))('negative binomial agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ counts, logMean, logDispersion }) =>
      negativeBinomialLogLikelihood(counts!, logMean!, logDispersion!),
    );
  });

  it.each(distributionCases('zeroInflatedNegativeBinomial'))('ZINB agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ counts, logMean, logDispersion, dropoutLogits }) =>
      zeroInflatedNegativeBinomialLogLikelihood(counts!, logMean!, logDispersion!, dropoutLogits!),
    );
  });

  it('keep their digits for counts and means to 1e6 and dispersions from 1e-6 to 1e6', () => {
    withoutLeak(() => {
      const { counts, logMean, logDispersion, value, poisson } = EXTREMES;
      tf.tidy(() => {
        const [x, m, t] = [column(counts), column(logMean), column(logDispersion)];
        expectEach(poissonLogLikelihood(x, m), poisson, 2e-6);
        expectEach(negativeBinomialLogLikelihood(x, m, t), value, 2e-6);
      });
    });
  });

  it('keep the digits of their gradients there', () => {
    const { counts, logMean, logDispersion, ofLogMean, ofLogDispersion } = EXTREMES;
    tf.tidy(() => {
      const x = column(counts);
      const f = (m: tf.Tensor, t: tf.Tensor) =>
        negativeBinomialLogLikelihood(x, m as tf.Tensor2D, t as tf.Tensor2D);
      const grads = tf.grads(f)([column(logMean), column(logDispersion)]);
      // x - m of counts near the mean: float32 can't hold the mean more accurately.
      expectEach(grads[0]!, ofLogMean, 2e-6, counts);
      // Differences of logarithms: 2e-5 on wasm and cpu, a tenth more where tfjs-node rounds them its own way.
      expectEach(grads[1]!, ofLogDispersion, 2.5e-5);
    });
  });

  it('have the gradient of their value', () => {
    const [counts, m, t, logits] = [COUNTS, sample(2, 3, 1), sample(2, 3, 2), sample(2, 3, 3)];
    const zinb = (...at: [number[][] | tf.Tensor2D, number[][] | tf.Tensor2D, number[][] | tf.Tensor2D]) => {
      const [m, t, l] = at.map((v) => (v instanceof tf.Tensor ? v : tf.tensor2d(v))) as [
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      return zeroInflatedNegativeBinomialLogLikelihood(tf.tensor2d(counts), m, t, l).mean<tf.Scalar>();
    };
    expectGradient((x) => zinb(x, t, logits), m);
    expectGradient((x) => zinb(m, x, logits), t);
    expectGradient((x) => zinb(m, t, x), logits);
    expectGradient((x) => zinb(m, x, logits), [t[0]!]);
  });

  it.each([-Infinity, -1e30, -100, -40, 100, 1e30, Infinity])('are finite with logarithms of %d', (log) => {
    const others = [-1e30, -10, 0, 10, 1e30];
    const x = column(others.flatMap(() => [0, 1, 1e6]));
    const far = column(others.flatMap(() => [log, log, log]));
    const other = column(others.flatMap((v) => [v, v, v]));
    const f = (m: tf.Tensor, t: tf.Tensor) =>
      zeroInflatedNegativeBinomialLogLikelihood(
        x,
        m as tf.Tensor2D,
        t as tf.Tensor2D,
        tf.zerosLike(x),
      ) as tf.Tensor;
    for (const at of [
      [far, other],
      [other, far],
    ]) {
      const { value, grads } = tf.valueAndGrads((m, t) => f(m!, t!).sum() as tf.Scalar)(at);
      const numbers = [value, ...grads].flatMap((tensor) => Array.from(tensor.dataSync()));
      expect(numbers).toSatisfy((all: number[]) => all.every(Number.isFinite));
    }
  });

  it('become a Poisson distribution as the inverse dispersion grows', () => {
    tf.tidy(() => {
      const [x, m] = [tf.tensor2d(COUNTS), tf.tensor2d(sample(2, 3, 1))];
      const limit = poissonLogLikelihood(x, m).dataSync();
      const near = negativeBinomialLogLikelihood(x, m, tf.fill([1, 3], 20)).dataSync();
      for (const [i, value] of near.entries()) expect(value).toBeCloseTo(limit[i]!, 4);
    });
  });

  it('sum to one over all counts', () => {
    tf.tidy(() => {
      const x = column(Array.from({ length: 400 }, (_, i) => i));
      const all = (value: number) => tf.fill<tf.Rank.R2>([400, 1], value);
      const total = (log: tf.Tensor): number => log.exp().sum().dataSync()[0]!;
      expect(total(poissonLogLikelihood(x, all(2)))).toBeCloseTo(1, 5);
      expect(total(negativeBinomialLogLikelihood(x, all(2), all(0.5)))).toBeCloseTo(1, 5);
      const zinb = zeroInflatedNegativeBinomialLogLikelihood(x, all(2), all(0.5), all(-1));
      expect(total(zinb)).toBeCloseTo(1, 5);
    });
  });

  it('are finite for a certain zero: all dropout, and none', () => {
    tf.tidy(() => {
      const x = tf.zeros<tf.Rank.R2>([1, 2]);
      const value = zeroInflatedNegativeBinomialLogLikelihood(
        x,
        tf.fill([1, 2], Math.log(1e6)),
        tf.fill([1, 2], Math.log(1e6)),
        tf.tensor2d([[80, -80]]),
      ).dataSync();
      expect(value[0]).toBeCloseTo(0, 6);
      expect(value[1]! / -80).toBeCloseTo(1, 5);
    });
  });
});

describe('likelihoods of counts refuse', () => {
  const x = () => tf.zeros<tf.Rank.R2>([2, 3]);
  const other = () => tf.zeros<tf.Rank.R2>([2, 2]);

  it('differing shapes', () => {
    expect(() => poissonLogLikelihood(x(), other())).toThrow(
      'poissonLogLikelihood: logMean: expected shape [2, 3], received [2, 2].',
    );
    expect(() => negativeBinomialLogLikelihood(x(), other(), x())).toThrow(
      /logMean: expected shape \[2, 3\]/,
    );
    expect(() => negativeBinomialLogLikelihood(x(), x(), other())).toThrow(
      /logDispersion: expected shape \[2, 3\], \[1, 3\] or \[2, 1\]/,
    );
    expect(() => zeroInflatedNegativeBinomialLogLikelihood(x(), x(), x(), other())).toThrow(/dropoutLogits/);
  });
});
