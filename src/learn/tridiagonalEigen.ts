import { badValue } from '../check/errors.js';

/** Eigenvalues of a symmetric tridiagonal matrix and entries of its eigenvectors. */
export interface TridiagonalEigen {
  /** Eigenvalues, unordered. [size] */
  values: Float64Array;
  /** The requested entries of every eigenvector, in the order of `values`. [size][which] */
  vectors: Float64Array[];
}

/** Applies one plane rotation to two neighbouring eigenvectors. */
function rotate(v: Float64Array, next: Float64Array, c: number, s: number): void {
  for (let i = 0; i < v.length; i++) {
    const f = next[i]!;
    next[i] = s * v[i]! + c * f;
    v[i] = c * v[i]! - s * f;
  }
}

/** First index from `from` whose coupling to the next is negligible (never true next to NaN): the matrix splits there. */
function splitAt(d: Float64Array, e: Float64Array, from: number): number {
  const negligible = (m: number) =>
    Math.abs(e[m]!) <= Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!));
  let m = from;
  while (m < d.length - 1 && !negligible(m)) m++;
  return m;
}

/** One implicit QL sweep with Wilkinson's shift over the block [l, m]. */
function sweep(d: Float64Array, e: Float64Array, vectors: Float64Array[], l: number, m: number): void {
  let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
  g = d[m]! - d[l]! + e[l]! / (g + Math.sign(g || 1) * Math.hypot(g, 1));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1]! -= p;
      e[m] = 0;
      return;
    }
    [s, c] = [f / r, g / r];
    g = d[i + 1]! - p;
    const t = (d[i]! - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    rotate(vectors[i]!, vectors[i + 1]!, c, s);
  }
  d[l]! -= p;
  e[l] = g;
  e[m] = 0;
}

/**
 * Finds the eigenvalues of a symmetric tridiagonal matrix by the implicit QL method, and the requested entries of its
 * eigenvectors. An entry costs size² operations, so a caller that needs only the last entry doesn't pay for the others.
 *
 * @param diagonal - [size]
 * @param offDiagonal - [size - 1], or longer; further values are ignored.
 * @param which - Indices of the requested entries.
 * @throws RangeError if it doesn't converge, which happens only with values that aren't finite.
 * @see Press et al., Numerical Recipes, section 11.4 (tqli).
 */
export function tridiagonalEigen(
  diagonal: ArrayLike<number>,
  offDiagonal: ArrayLike<number>,
  which: readonly number[],
): TridiagonalEigen {
  const values = Float64Array.from(diagonal);
  const size = values.length;
  const e = Float64Array.from({ length: size }, (_, i) => (i < size - 1 ? offDiagonal[i]! : 0));
  const vectors = Array.from(values, (_, column) =>
    Float64Array.from(which, (row) => Number(row === column)),
  );
  for (let l = 0; l < size; l++) {
    for (let sweeps = 0, m = splitAt(values, e, l); m !== l; m = splitAt(values, e, l)) {
      if (sweeps++ < 60) sweep(values, e, vectors, l, m);
      else
        throw badValue({
          argument: 'tridiagonalEigen',
          expected: 'finite values',
          received: 'no convergence',
        });
    }
  }
  return { values, vectors };
}
