import type * as tf from '@tensorflow/tfjs';
import { withGradient } from './withGradient.js';

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);
/** Stirling's series is exact to float32 from this argument on; smaller arguments are shifted up by this number. */
const least = 3;

const valueSeries = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680];
const slopeSeries = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132];
const curvatureSeries = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730];

/**
 * Arguments, split at 3. From 3 on, `large` is x, `small` is 0 and `held` is 3. Below 3, `large` is x + 3,
 * `small` is 1 and `held` is x.
 */
interface Ranges {
  large: tf.Tensor;
  small: tf.Tensor;
  /** Clamped at 3, so that corrections stay finite even where they don't count: 0 * Infinity would be NaN. */
  held: tf.Tensor;
}

function inRanges(x: tf.Tensor): Ranges {
  const small = x.neg().add(least).step();
  return { large: x.add(small.mul(least)), small, held: x.clipByValue(0, least) };
}

const polynomial = (x: tf.Tensor, coefficients: readonly number[]): tf.Tensor =>
  coefficients
    .slice(0, -1)
    .reduceRight<tf.Tensor | number>((sum, c) => x.mul(sum).add(c), coefficients.at(-1)!) as tf.Tensor;

/** t (t + 1) (t + 2) = Γ(t + 3) / Γ(t). */
const rise = (t: tf.Tensor): tf.Tensor => t.mul(t.add(1)).mul(t.add(2));

function value(x: tf.Tensor): tf.Tensor {
  const { large, small, held } = inRanges(x);
  const inverse = large.reciprocal();
  const series = polynomial(inverse.square(), valueSeries).mul(inverse).add(halfLogTwoPi);
  const moved = held.add(least);
  const ratio = moved.square().mul(moved).div(rise(held)).sub(1).mul(small).add(1);
  const below = moved.div(held).log().mul(held).sub(least).mul(small);
  return series.add(ratio.mul(inverse.sqrt()).log()).add(below);
}

function slope(x: tf.Tensor): tf.Tensor {
  const { large, small, held } = inRanges(x);
  const inverse = large.reciprocal();
  const series = polynomial(inverse.square(), slopeSeries).mul(inverse).add(0.5).mul(inverse);
  const reciprocals = held.mul(3).add(6).mul(held).add(2).div(rise(held));
  return held.add(least).div(held).log().sub(reciprocals).mul(small).sub(series);
}

function curvature(x: tf.Tensor): tf.Tensor {
  const { large, small, held } = inRanges(x);
  const inverse = large.reciprocal();
  const square = inverse.square();
  const series = polynomial(square, curvatureSeries).mul(inverse).add(0.5).mul(square);
  const reciprocals = [0, 1, 2, least].map((k) => held.add(k).reciprocal());
  const [first, second, third, last] = reciprocals as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const squares = first.square().add(second.square()).add(third.square());
  return squares.add(last).sub(first).mul(small).add(series);
}

/**
 * Derivative of {@link stirlingRemainder}: `digamma(x) - log x`, about `-1/(2x)`.
 *
 * @param x - Above 0, any shape.
 * @returns Same shape; the caller disposes it.
 */
export function stirlingSlope<T extends tf.Tensor>(x: T): T {
  return withGradient([x], (save, x) => {
    save([x]);
    return {
      value: slope(x) as T,
      gradient: (dy, [x]) => [dy.mul(curvature(x!))],
    };
  });
}

/**
 * Remainder of Stirling's formula: `log Γ(x) - x log x + x`, about `½ log(2π/x)`. Sums and differences of
 * log-gammas are computed from it, because float32 keeps no digits of `log Γ(1e6 + 1) - log Γ(1e6)`.
 *
 * @param x - Above 0, any shape.
 * @returns Same shape; the caller disposes it.
 */
export function stirlingRemainder<T extends tf.Tensor>(x: T): T {
  return withGradient([x], (save, x) => {
    save([x]);
    return {
      value: value(x) as T,
      gradient: (dy, [x]) => [dy.mul(stirlingSlope(x!))],
    };
  });
}
