import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MmdOptions, mmd } from '../../src/losses/mmd.js';
import { normalizeRows } from '../../src/tensor/normalizeRows.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient, relativeDistance, valueAndGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, matrices, RUNS, sample } from './samples.js';

const between = (x: number[][], y: number[][], options?: MmdOptions): number =>
  tf.tidy(() => mmd(tf.tensor2d(x), tf.tensor2d(y), options).dataSync()[0]!);

const X = sample(8, 3, 1);
const Y = sample(6, 3, 2, { shift: 0.5 });

onBackends('mmd', () => {
  it.each(referenceCases<MmdOptions>('mmd'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ x, y }) => mmd(x!, y!, one.options));
  });

  it('has the gradient of its value in both samples while the bandwidth is fixed', () => {
    const options = { fixSigma: 2 };
    expectGradient((x) => mmd(x, tf.tensor2d(Y), options), X);
    expectGradient((y) => mmd(tf.tensor2d(X), y, options), Y);
    expectGradient((x) => mmd(x, tf.tensor2d(Y), { ...options, normalize: true }), X);
    expectGradient((x) => mmd(x, tf.tensor2d(Y), { ...options, kernelMul: 1.5, kernelNum: 3 }), X);
  });

  it('sends the gradient into whatever made the samples, even if both come from one tensor', () => {
    const halves = (z: tf.Tensor2D): tf.Scalar => {
      const [x, y] = tf.split(z, [8, 6], 0);
      return mmd(x as tf.Tensor2D, y as tf.Tensor2D, { fixSigma: 2 });
    };
    expectGradient(halves, [...X, ...Y]);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    for (const normalize of [false, true]) {
      expectFinite((x) => mmd(x, tf.tensor2d(Y), { normalize }), edge);
      expectFinite((x) => mmd(x, tf.tensor2d(edge), { normalize }), edge);
    }
  });

  it('is finite for one row on either side', () => {
    expectFinite((x) => mmd(x, tf.tensor2d([[1, 2, 3]])), [[1, 2, 3]]);
    expectFinite((x) => mmd(x, tf.tensor2d(Y)), [[1, 2, 3]]);
  });

  it('does not lose precision to a common offset', () => {
    const shifted = (x: number[][]) => x.map((row) => row.map((v) => Math.fround(Math.fround(v) + 1024)));
    const back = (x: number[][]) => shifted(x).map((row) => row.map((v) => v - 1024));
    const far = valueAndGradient((x) => mmd(x, tf.tensor2d(shifted(Y))), shifted(X));
    const near = valueAndGradient((x) => mmd(x, tf.tensor2d(back(Y))), back(X));
    expect(Math.abs(far.value / near.value - 1)).toBeLessThan(1e-5);
    expect(relativeDistance(far.gradient, near.gradient)).toBeLessThan(1e-5);
  });

  it('obeys the laws of a discrepancy', () => {
    const law = fc.property(matrices(6, 2), matrices(4, 2), (x, y) => {
      const value = between(x, y);
      expect(value).toBeGreaterThan(-1e-6);
      expect(Math.abs(between(x, x))).toBeLessThan(2e-6);
      expect(between(y, x)).toBeCloseTo(value, 5);
      expect(between([...x].reverse(), y)).toBeCloseTo(value, 5);
      const moved = (m: number[][]) => m.map((row) => row.map((v) => 3 * v + 5));
      expect(between(moved(x), moved(y))).toBeCloseTo(value, 4);
    });
    fc.assert(law, RUNS);
  });

  it('approaches twice the number of Gaussians for samples far apart', () => {
    const tight = sample(8, 3, 3, { scale: 1e-3 });
    const far = sample(8, 3, 4, { scale: 1e-3, shift: 10 });
    expect(between(tight, far, { fixSigma: 1, kernelNum: 3 })).toBeCloseTo(6, 3);
  });

  it('normalizes rows when asked', () => {
    const byHand = tf.tidy(
      () => mmd(normalizeRows(tf.tensor2d(X)), normalizeRows(tf.tensor2d(Y))).dataSync()[0]!,
    );
    expect(between(X, Y, { normalize: true })).toBeCloseTo(byHand, 7);
  });
});

describe('mmd refuses', () => {
  it('samples in different spaces', () => {
    expect(() => between(X, sample(6, 2, 2))).toThrow(/mmd: y: expected 3 columns.*received \[6, 2\]/);
  });

  it('a sample without rows', () => {
    expect(() => tf.tidy(() => mmd(tf.zeros([0, 3]), tf.tensor2d(Y)))).toThrow(
      /mmd: x: expected at least one row/,
    );
  });

  it('unknown options and options out of range', () => {
    expect(() => between(X, Y, { kernelMull: 2 } as MmdOptions)).toThrow(/Did you mean 'kernelMul'/);
    expect(() => between(X, Y, { kernelNum: 0 })).toThrow(RangeError);
    expect(() => between(X, Y, { kernelMul: 0.5 })).toThrow(RangeError);
    expect(() => between(X, Y, { fixSigma: 0 })).toThrow(RangeError);
  });
});
