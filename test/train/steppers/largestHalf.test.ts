import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestHalf } from '../../../src/train/steppers/largestHalf.js';

const sizesOf = (sizes: number[]): number[] =>
  largestHalf(sizes.map((size) => ({ size }))).map(({ size }) => size);

test.each([
  [[], []],
  [[1000, 2000], []],
  [[1_000_000], []],
  [
    [300_000, 1_000_000, 65_536, 1_000_000],
    [1_000_000, 300_000],
  ],
  [[256_000, 100, 256_000], []],
  [[512_000, 100, 512_000], [512_000]],
  [[500_000, 400_000, 100_000], [500_000]],
])('of %j: %j', (sizes, expected) => {
  expect(sizesOf(sizes)).toEqual(expected);
});

test('never more than a little over half, never a small one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000 })), (sizes) => {
      const taken = sizesOf(sizes);
      const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);
      expect(sum(taken)).toBeLessThanOrEqual(0.55 * sum(sizes));
      expect(Math.min(65_536, ...taken)).toBe(65_536);
    }),
  );
});
