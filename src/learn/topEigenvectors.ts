import { dot } from '../matrix/dot.js';
import type { Rng } from '../random/rng.js';
import { tridiagonalEigen } from './tridiagonalEigen.js';

/** A symmetric matrix, given as the function that multiplies it by a vector. The caller owns the result. */
export type SymmetricOperator = (v: Float64Array) => Float64Array;

/** The largest eigenvalues of a symmetric matrix, descending, and their eigenvectors of unit length. */
export interface TopEigenvectors {
  values: Float64Array;
  vectors: Float64Array[];
}

const addScaled = (a: Float64Array, factor: number, b: Float64Array): void => {
  for (let i = 0; i < a.length; i++) a[i]! += factor * b[i]!;
};

/**
 * Removes from `v` its components along `basis`. Rounding errors are proportional to what is removed: if that is most of
 * `v`, they would grow from step to step, so a second pass removes them too (Kahan's "twice is enough").
 */
function orthogonalize(v: Float64Array, basis: Float64Array[]): void {
  const before = dot(v, v);
  for (const q of basis) addScaled(v, -dot(v, q), q);
  if (dot(v, v) < before / 2) for (const q of basis) addScaled(v, -dot(v, q), q);
}

/** A random unit vector orthogonal to `basis`. */
function freshVector(size: number, basis: Float64Array[], rng: Rng): Float64Array {
  const v = rng.normals(new Float64Array(size));
  orthogonalize(v, basis);
  const norm = Math.sqrt(dot(v, v));
  return v.map((value) => value / norm);
}

/** Indices of the k largest values, in descending order of value. */
function largest(values: Float64Array, k: number): number[] {
  return [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, k);
}

/** Whether the k largest Ritz pairs have settled: |A v - value v| = coupling · |last entry of the small vector|. */
function hasConverged(diagonal: number[], couplings: number[], k: number, tolerance: number): boolean {
  const last = diagonal.length - 1;
  const { values, vectors } = tridiagonalEigen(diagonal, couplings, [last]);
  const residual = (i: number) => couplings[last]! * Math.abs(vectors[i]![0]!);
  return largest(values, k).every((i) => residual(i) <= tolerance * Math.abs(values[i]!));
}

/** Sum of weights[j] basis[j]. Four at a time: the sum is read and written a quarter as often. */
function weightedSum(weights: Float64Array, basis: Float64Array[]): Float64Array {
  const sum = new Float64Array(basis[0]!.length);
  const whole = basis.length & ~3;
  for (let j = 0; j < whole; j += 4) {
    const [a, b, c, d] = [basis[j]!, basis[j + 1]!, basis[j + 2]!, basis[j + 3]!];
    const [p, q, r, s] = [weights[j]!, weights[j + 1]!, weights[j + 2]!, weights[j + 3]!];
    for (let i = 0; i < sum.length; i++) sum[i]! += p * a[i]! + q * b[i]! + r * c[i]! + s * d[i]!;
  }
  for (let j = whole; j < basis.length; j++) addScaled(sum, weights[j]!, basis[j]!);
  return sum;
}

function combine(basis: Float64Array[], diagonal: number[], couplings: number[], k: number): TopEigenvectors {
  const { values, vectors } = tridiagonalEigen(diagonal, couplings, [...diagonal.keys()]);
  const chosen = largest(values, k);
  return {
    values: Float64Array.from(chosen, (i) => values[i]!),
    vectors: chosen.map((i) => weightedSum(vectors[i]!, basis)),
  };
}

/** The k-th largest eigenvalue in the space of the first `length` vectors, or -Infinity if there are fewer than k. */
function kthValue(diagonal: number[], couplings: number[], length: number, k: number): number {
  const { values } = tridiagonalEigen(diagonal.slice(0, length), couplings, []);
  return values.sort().at(-k) ?? -Infinity;
}

/**
 * Finds the k largest eigenvalues and their eigenvectors of a positive semi-definite matrix, by Lanczos iteration with
 * full reorthogonalisation in float64. Yields to the event loop from time to time.
 *
 * @param apply - The matrix. It is called about 2k + 150 times.
 * @param size - Number of rows; k must not exceed it.
 * @param rng - Draws the starting vector.
 * @param tolerance - Largest residual |A v - value v|, as a share of the value.
 */
export async function topEigenvectors(
  apply: SymmetricOperator,
  size: number,
  k: number,
  rng: Rng,
  tolerance = 1e-6,
): Promise<TopEigenvectors> {
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const couplings: number[] = [];
  let next = freshVector(size, basis, rng);
  let settled = 0;
  while (true) {
    basis.push(next);
    const v = apply(next);
    diagonal.push(dot(v, next));
    // The last two directions account for most of v (all of it in exact arithmetic): one pass is then enough for the rest.
    addScaled(v, -diagonal.at(-1)!, next);
    if (basis.length > 1) addScaled(v, -couplings.at(-1)!, basis.at(-2)!);
    orthogonalize(v, basis);
    const norm = Math.sqrt(dot(v, v));
    // The remainder of v is rounding error: the basis spans everything that its starting vector can reach.
    const exhausted = norm <= 1e-13 * Math.max(...diagonal);
    couplings.push(exhausted ? 0 : norm);
    const steps = basis.length;
    if (steps === size) break;
    if (exhausted) {
      // A multiple eigenvalue appears once per start: restart orthogonally to the basis until nothing new appears.
      const before = kthValue(diagonal, couplings, settled, k);
      const added = kthValue(diagonal, couplings, steps, k) - before;
      if (added <= 1e-12 * Math.max(...diagonal)) break;
      settled = steps;
    }
    if (steps % 10 === 0) {
      if (!exhausted && steps >= k && hasConverged(diagonal, couplings, k, tolerance)) break;
      await new Promise((resolve) => setTimeout(resolve));
    }
    next = exhausted ? freshVector(size, basis, rng) : v.map((value) => value / norm);
  }
  return combine(basis, diagonal, couplings, k);
}
