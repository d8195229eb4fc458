import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { checkNonNegative } from './checkNonNegative.js';

/**
 * Computes ln(1 + x) of every value. As `scanpy.pp.log1p`.
 *
 * @param x - Counts or normalised counts. It isn't changed. [cells, genes]
 * @returns A new matrix of the same kind; a CSR one shares `indices` and `indptr` with x.
 * @throws RangeError on a negative, NaN or infinite value; the error names the cell and the gene.
 * @example
 * ```ts
 * const x = log1p(normalizeTotal(adata.x));
 * ```
 */
export function log1p<M extends Matrix | CsrMatrix>(x: M): M {
  checkNonNegative('log1p: x', x, 'Take the logarithm before scaling or centring.');
  return { ...x, data: x.data.map(Math.log1p) };
}
