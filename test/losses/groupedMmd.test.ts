import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { type GroupedMmdOptions, groupedMmd } from '../../src/losses/groupedMmd.js';
import { mmd } from '../../src/losses/mmd.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { distributionCases } from '../reference/distributions.js';
import { expectReference } from '../reference/losses.js';
import { EDGES, expectFinite, oneHot, sample } from './samples.js';

type Options = GroupedMmdOptions & { kernels?: 'scDisInFact' };

// exp(-d²/2s)
const SCDISINFACT = [
  1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6,
].map((s) => 2 * s);

const GROUPS = oneHot([0, 0, 0, 1, 1, 1, 2, 2], 3);
const Z = sample(8, 3, 1).map((row, i) => row.map((v) => v + GROUPS[i]![1]!));

onBackends('groupedMmd', () => {
  it.each(distributionCases<Options>('groupedMmd'))('agrees with PyTorch: $name', (one) => {
    const { kernels, ...options } = one.options;
    const all = kernels ? { ...options, bandwidths: SCDISINFACT } : options;
    expectReference(one, ({ z, oneHot }) => groupedMmd(z!, oneHot!, all));
  });

  it('is mmd for two groups', () => {
    tf.tidy(() => {
      const [x, y] = [sample(5, 3, 1), sample(4, 3, 2, { shift: 0.5 })];
      const groups = tf.tensor2d(oneHot([0, 0, 0, 0, 0, 1, 1, 1, 1], 2));
      const value = groupedMmd(tf.tensor2d([...x, ...y]), groups).dataSync()[0]!;
      expect(value).toBeCloseTo(mmd(tf.tensor2d(x), tf.tensor2d(y)).dataSync()[0]!, 6);
    });
  });

  it('takes references as a tensor, and leaves out a group without one', () => {
    tf.tidy(() => {
      const [z, groups] = [tf.tensor2d(Z), tf.tensor2d(GROUPS)];
      const value = (reference: GroupedMmdOptions['reference']): number =>
        groupedMmd(z, groups, { reference }).dataSync()[0]!;
      const pick = (references: number[]): tf.Tensor2D => tf.tensor2d(oneHot(references, 3)).transpose();
      expect(value(pick([1, 1, 0]))).toBeCloseTo(value([1, 1, 0]), 6);
      expect(value(pick([1, -1, 0]))).toBeCloseTo(value([1, 1, 0]), 6);
      expect(value(pick([-1, -1, -1]))).toBe(0);
    });
  });

  it('has the gradient of its value while the bandwidth is fixed', () => {
    const options = { fixSigma: 2, reference: [1, 1, 0] };
    expectGradient((z) => groupedMmd(z, tf.tensor2d(GROUPS), options), Z);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((z) => groupedMmd(z, tf.tensor2d(GROUPS), { reference: 1 }), edge);
  });

  it('is 0 if there is nothing to compare', () => {
    const none = [oneHot([0, 0, 0, 0, 0, 0, 0, 0], 3), oneHot([1, 1, 2, 2, 1, 2, 1, 2], 3)];
    for (const groups of none) expect(expectFinite((z) => groupedMmd(z, tf.tensor2d(groups)), Z)).toBe(0);
    const own = { reference: [0, 1, 2] };
    expect(expectFinite((z) => groupedMmd(z, tf.tensor2d(GROUPS), own), Z)).toBe(0);
  });
});

describe('groupedMmd refuses', () => {
  const call = (options: object) => () =>
    tf.tidy(() => groupedMmd(tf.tensor2d(Z), tf.tensor2d(GROUPS), options));

  it('references that are not a group, or not one per group', () => {
    expect(call({ reference: 3 })).toThrow('groupedMmd: reference: expected columns below 3, received 3.');
    expect(call({ reference: -1 })).toThrow(RangeError);
    expect(call({ reference: tf.zeros([2, 2]) })).toThrow(
      /expected \[3, 3\], one column per group, received \[2, 2\]/,
    );
    expect(call({ reference: [0, 1] })).toThrow(/reference: expected 3 entries, one per group, received 2/);
  });

  it('differing rows and unknown options', () => {
    expect(() => tf.tidy(() => groupedMmd(tf.zeros([7, 3]), tf.tensor2d(GROUPS)))).toThrow(/oneHot/);
    expect(call({ bandwidths: [1], fixSigma: 1 })).toThrow(/bandwidths alone/);
    expect(call({ bandwidths: [] })).toThrow(/at least one bandwidth/);
    expect(call({ bandwidths: [1, 0] })).toThrow(RangeError);
    expect(call({ references: [0, 0, 0] })).toThrow(/Did you mean 'reference'/);
  });
});
