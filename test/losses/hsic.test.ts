import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HsicOptions, hsic } from '../../src/losses/hsic.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, matrices, RUNS, sample } from './samples.js';

const between = (x: number[][], y: number[][], options?: HsicOptions): number =>
  tf.tidy(() => hsic(tf.tensor2d(x), tf.tensor2d(y), options).dataSync()[0]!);

const X = sample(8, 3, 1);
const Y = sample(8, 2, 2).map(([a, b], i) => [a! + X[i]![0]! ** 2, b!]);
const KERNELS = ['rbf', 'linear'] as const;

onBackends('hsic', () => {
  it.each(referenceCases<HsicOptions>('hsic'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ x, y }) => hsic(x!, y!, one.options));
  });

  it.each([
    { kernel: 'linear' },
    { kernel: 'linear', normalized: false },
    { fixSigma: 2 },
    { fixSigma: 2, normalized: false },
  ] as HsicOptions[])('has the gradient of its value in both inputs: %o', (options) => {
    expectGradient((x) => hsic(x, tf.tensor2d(Y), options), X);
    expectGradient((y) => hsic(tf.tensor2d(X), y, options), Y);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    for (const kernel of KERNELS) {
      expectFinite((x) => hsic(x, tf.tensor2d(Y), { kernel }), edge);
      expectFinite((x) => hsic(x, tf.tensor2d(edge), { kernel }), edge);
      expectFinite((x) => hsic(x, x, { kernel }), edge);
    }
  });

  it.each(KERNELS)('is 0 against a constant, %s', (kernel) => {
    for (const shift of [0, 30, 1e6]) {
      expect(between(sample(8, 2, 1, { scale: 0, shift }), Y, { kernel })).toBeCloseTo(0, 4);
    }
  });

  it.each(KERNELS)('obeys the laws of a normalised dependence, %s', (kernel) => {
    const law = fc.property(matrices(6, 2), matrices(6, 3), (x, y) => {
      const value = between(x, y, { kernel });
      expect(value).toBeGreaterThan(-1e-5);
      expect(value).toBeLessThan(1 + 1e-5);
      expect(between(y, x, { kernel })).toBeCloseTo(value, 5);
      expect(between([...x].reverse(), [...y].reverse(), { kernel })).toBeCloseTo(value, 4);
      const moved = x.map((row) => row.map((v) => 3 * v - 7));
      expect(between(moved, y, { kernel })).toBeCloseTo(value, 4);
    });
    fc.assert(law, RUNS);
  });

  it.each(KERNELS)('is 1 for a sample with itself, %s', (kernel) => {
    expect(between(X, X, { kernel })).toBeCloseTo(1, 5);
  });

  it('detects a dependence without correlation with rbf only', () => {
    const x = Array.from({ length: 101 }, (_, i) => [(i - 50) / 25]);
    const y = x.map(([v]) => [v! ** 2]);
    expect(between(x, y, { kernel: 'linear' })).toBeLessThan(1e-6);
    expect(between(x, y)).toBeGreaterThan(0.2);
  });

  it('is small for independent inputs', () => {
    expect(between(sample(200, 2, 5), sample(200, 2, 6))).toBeLessThan(0.05);
  });
});

describe('hsic refuses', () => {
  it('inputs that are not of the same cells', () => {
    expect(() => between(X, Y.slice(1))).toThrow(/hsic: y: expected 8 rows, one per cell/);
  });

  it('unknown options', () => {
    expect(() => between(X, Y, { kernel: 'gauss' } as unknown as HsicOptions)).toThrow(/hsic: kernel/);
    expect(() => between(X, Y, { normalised: true } as HsicOptions)).toThrow(/Did you mean 'normalized'/);
    expect(() => between(X, Y, { fixSigma: -1 })).toThrow(RangeError);
  });
});
