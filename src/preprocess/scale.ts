import { numberWithin } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { checkMatrix } from '../matrix/checkMatrix.js';
import { columnMoments } from '../matrix/columnMoments.js';
import { copyRows } from '../matrix/copyRows.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';

/** Options of {@link scale}. */
export interface ScaleOptions {
  /** Scaled values beyond ±maxValue are set to ±maxValue. Default: no limit. */
  maxValue?: number;
}

const table = {
  maxValue: (argument, given) =>
    given === undefined ? Infinity : numberWithin(argument, given, Number.MIN_VALUE),
} satisfies OptionTable<ScaleOptions>;

/**
 * Scales every gene to mean 0 and variance 1 (divisor n - 1). A gene that doesn't vary becomes 0 everywhere.
 *
 * As `scanpy.pp.scale(adata, max_value)`. The result is dense: 4 bytes x cells x genes.
 *
 * @param x - It isn't changed. [cells, genes]
 * @returns [cells, genes]
 * @throws RangeError on a NaN or infinite value (naming the cell and the gene), or on an unknown option.
 * @example
 * ```ts
 * const x = scale(log1p(normalizeTotal(adata.x)), { maxValue: 10 });
 * ```
 */
export function scale(x: Matrix | CsrMatrix, options: ScaleOptions = {}): Matrix {
  const { maxValue: most } = readOptions('scale', options, table);
  checkFinite('scale: x', checkMatrix('scale: x', x));
  const [cells, genes] = x.shape;
  const { mean, variance } = columnMoments(x);
  const deviation = variance.map((value) => Math.sqrt(value) || 1);
  const { data } = copyRows(
    x,
    Int32Array.from({ length: cells }, (_, cell) => cell),
  );
  for (let cell = 0, at = 0; cell < cells; cell++) {
    for (let gene = 0; gene < genes; gene++, at++) {
      const value = (data[at]! - mean[gene]!) / deviation[gene]!;
      data[at] = Math.min(most, Math.max(-most, value));
    }
  }
  return { data, shape: [cells, genes] };
}
