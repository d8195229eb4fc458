import { expect, it } from 'vitest';
import { chiSquareQuantile } from '../../../src/metrics/integration/chiSquareQuantile.js';
import quantiles from '../../reference/chiSquare.json' with { type: 'json' };

it('equals scipy.stats.chi2.ppf to 1e-10, up to a million degrees of freedom', () => {
  for (const [dof, probability, quantile] of quantiles as [number, number, number][]) {
    const error = Math.abs(chiSquareQuantile(probability, dof) / quantile - 1);
    expect(error, `${probability} at ${dof} degrees of freedom`).toBeLessThan(1e-10);
  }
});
