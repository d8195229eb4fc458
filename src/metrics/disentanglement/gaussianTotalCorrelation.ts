import { dot } from '../../matrix/dot.js';

const centred = (column: Float64Array): Float64Array => {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  return column.map((value) => value - mean);
};

/** The columns that vary, with mean 0 and length 1: their dot products are correlations. */
function unitColumns(columns: readonly Float64Array[]): Float64Array[] {
  const vary = columns.filter((column) => column.some((value) => value !== column[0]));
  return vary.map((column) => {
    const shifted = centred(column);
    const norm = Math.sqrt(dot(shifted, shifted));
    return shifted.map((value) => value / norm);
  });
}

/** Smallest share of a dimension's variance that float32 rounding can't explain. */
const leastVariance = 1e-12;

/**
 * Total correlation of a Gaussian with the dimensions' covariance S, in nats: ½ (Σ log S_dd - log det S). 0 if the
 * dimensions are uncorrelated; Infinity if one is a linear function of the others. Constant dimensions are left out.
 *
 * Source: `gaussian_total_correlation` of disentanglement_lib.
 *
 * @param columns - [dims][cells]
 */
export function gaussianTotalCorrelation(columns: readonly Float64Array[]): number {
  // Gram-Schmidt: the norm of a column's remainder is the diagonal of S's Cholesky factor, but better conditioned.
  const basis: Float64Array[] = [];
  let total = 0;
  for (const column of unitColumns(columns)) {
    const rest = column.slice();
    for (const q of basis) {
      const along = dot(rest, q);
      for (let i = 0; i < rest.length; i++) rest[i]! -= along * q[i]!;
    }
    const left = dot(rest, rest);
    if (left < leastVariance) return Infinity;
    total -= 0.5 * Math.log(left);
    basis.push(rest.map((value) => value / Math.sqrt(left)));
  }
  return Math.max(0, total);
}
