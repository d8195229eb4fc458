import { gamma } from './gamma.js';
import { poisson } from './poisson.js';

/**
 * Draws one negative-binomial count: a Poisson count whose mean is gamma-distributed. Its variance is
 * `mean + dispersion · mean²`.
 *
 * @param mean - At least 0.
 * @param dispersion - At least 0; 0 gives the Poisson distribution.
 * @param next - Returns values uniform in [0, 1).
 */
export function negativeBinomial(mean: number, dispersion: number, next: () => number): number {
  if (dispersion === 0) return poisson(mean, next);
  return poisson(mean * dispersion * gamma(1 / dispersion, next), next);
}
