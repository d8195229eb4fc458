import { expect, it } from 'vitest';
import { chiSquareQuantile } from '../../../src/metrics/integration/chiSquareQuantile.js';

it('returns the quantiles of scipy.stats.chi2.ppf', () => {
  expect(chiSquareQuantile(0.95, 1)).toBeCloseTo(3.841458820694124, 9);
  expect(chiSquareQuantile(0.95, 2)).toBeCloseTo(5.991464547107979, 9);
  expect(chiSquareQuantile(0.95, 7)).toBeCloseTo(14.067140449340169, 9);
  expect(chiSquareQuantile(0.5, 10)).toBeCloseTo(9.34181776559197, 9);
  expect(chiSquareQuantile(0.95, 100)).toBeCloseTo(124.34211340400407, 8);
});
