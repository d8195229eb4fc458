import { gamma } from './gamma.js';
import { poisson } from './poisson.js';

/**
 * One negative-binomial count, as a Poisson count whose mean is gamma-distributed: variance `mean + dispersion · mean²`.
 *
 * @param mean - At least 0.
 * @param dispersion - At least 0; 0 is the Poisson distribution.
 * @param next - Uniform in [0, 1).
 */
export function negativeBinomial(mean: number, dispersion: number, next: () => number): number {
  if (dispersion === 0) return poisson(mean, next);
  return poisson(mean * dispersion * gamma(1 / dispersion, next), next);
}
