import { normal } from './normal.js';

/**
 * Draws one value of the gamma distribution with scale 1; its mean and variance are `shape`.
 *
 * @param shape - Above 0.
 * @param next - Returns values uniform in [0, 1).
 * @see Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 2000.
 */
export function gamma(shape: number, next: () => number): number {
  // The method needs a shape of at least 1. A draw for shape + 1, multiplied by a power of a uniform draw, has
  // the right distribution.
  if (shape < 1) return gamma(shape + 1, next) * (1 - next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(next);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
