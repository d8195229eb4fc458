import { numberWithin } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { type CsrMatrix, type Matrix, rowRange } from '../matrix/matrix.js';
import { checkNonNegative } from './checkNonNegative.js';

/** Options of {@link normalizeTotal}. */
export interface NormalizeTotalOptions {
  /** Sum of every cell after normalisation. Default 10,000. */
  targetSum?: number;
}

const table = {
  targetSum: (argument, given = 1e4) => numberWithin(argument, given, Number.MIN_VALUE),
} satisfies OptionTable<NormalizeTotalOptions>;

/**
 * Divides every cell by its total and multiplies it by `targetSum`, which removes differences in sequencing depth. A cell
 * without counts stays zero. As `scanpy.pp.normalize_total(adata, target_sum=1e4)`.
 *
 * @param x - Counts. They aren't changed. [cells, genes]
 * @returns A new matrix of the same kind; a CSR one shares `indices` and `indptr` with x.
 * @throws RangeError on a negative, NaN or infinite value (naming the cell and the gene), or on an unknown option.
 * @example
 * ```ts
 * const x = log1p(normalizeTotal(adata.x));
 * ```
 */
export function normalizeTotal<M extends Matrix | CsrMatrix>(x: M, options: NormalizeTotalOptions = {}): M {
  const { targetSum } = readOptions('normalizeTotal', options, table);
  checkNonNegative('normalizeTotal: x', x, 'Give counts, not scaled or corrected values.');
  const data = new Float32Array(x.data.length);
  for (let cell = 0; cell < x.shape[0]; cell++) {
    const [from, to] = rowRange(x, cell);
    let total = 0;
    for (let k = from; k < to; k++) total += x.data[k]!;
    const factor = total > 0 ? targetSum / total : 0;
    for (let k = from; k < to; k++) data[k] = x.data[k]! * factor;
  }
  return { ...x, data };
}
