import { dot } from '../matrix/dot.js';

/** Returns a function's value at x and writes its gradient into `gradient`. */
export type Differentiable = (x: Float64Array, gradient: Float64Array) => number;

interface Pair {
  step: Float64Array;
  change: Float64Array;
  scale: number;
}

const memory = 10;
const mostSteps = 500;

const along = (x: Float64Array, factor: number, y: Float64Array): Float64Array =>
  x.map((value, i) => value + factor * y[i]!);

/** The L-BFGS direction: applies the inverse curvature of the last steps to the gradient. */
function direction(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  let q: Float64Array = gradient;
  const weights = pairs.map(() => 0);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, scale } = pairs[i]!;
    weights[i] = scale * dot(step, q);
    q = along(q, -weights[i]!, change);
  }
  const last = pairs.at(-1);
  const start = last ? dot(last.step, last.change) / dot(last.change, last.change) : 1 / Math.sqrt(dot(q, q));
  let out: Float64Array = q.map((value) => value * start);
  pairs.forEach(({ step, change, scale }, i) => {
    out = along(out, weights[i]! - scale * dot(change, out), step);
  });
  return out;
}

/**
 * Minimises a smooth convex function by L-BFGS with a backtracking line search.
 *
 * @param tolerance - The search ends when no entry of the gradient is larger.
 */
export function minimize(f: Differentiable, start: Float64Array, tolerance: number): Float64Array {
  const pairs: Pair[] = [];
  let [x, gradient] = [start, new Float64Array(start.length)];
  let value = f(x, gradient);
  for (let steps = 0; steps < mostSteps && gradient.some((g) => Math.abs(g) > tolerance); steps++) {
    const down = direction(gradient, pairs);
    const slope = dot(gradient, down);
    const next = new Float64Array(x.length);
    let [size, moved] = [1, along(x, -1, down)];
    let after = f(moved, next);
    // Not "after > …": a step must also be shortened if it is so large that the value is NaN.
    while (!(after <= value - 1e-4 * size * slope) && size > 1e-10) {
      size /= 2;
      moved = along(x, -size, down);
      after = f(moved, next);
    }
    if (!(after < value)) break;
    const [step, change] = [along(moved, -1, x), along(next, -1, gradient)];
    const curvature = dot(step, change);
    if (curvature > 0) pairs.push({ step, change, scale: 1 / curvature });
    if (pairs.length > memory) pairs.shift();
    [x, gradient, value] = [moved, next, after];
  }
  return x;
}
