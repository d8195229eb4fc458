import { type CsrMatrix, type Matrix, rowRange } from '../matrix/matrix.js';
import { rowTotals } from '../matrix/rowTotals.js';

/** Most counts are below this, and a logarithm costs ten times as much as a look-up. */
const small = 8;

/**
 * Equals log1p(normalizeTotal(counts, { targetSum })) to the bit, in one pass with one new array; CSR stays CSR. It
 * doesn't check values: the caller must have refused what those functions refuse.
 */
export function logNormalize<M extends Matrix | CsrMatrix>(counts: M, targetSum: number): M {
  const { data } = counts;
  const out = new Float32Array(data.length);
  const ofSmall = new Float32Array(small);
  rowTotals(counts).forEach((total, row) => {
    const factor = total > 0 ? targetSum / total : 0;
    const logarithm = (count: number): number => Math.log1p(Math.fround(count * factor));
    for (let count = 0; count < small; count++) ofSmall[count] = logarithm(count);
    const [from, to] = rowRange(counts, row);
    for (let k = from; k < to; k++) {
      const count = data[k]!;
      out[k] = (count | 0) === count && count < small ? ofSmall[count]! : logarithm(count);
    }
  });
  return { ...counts, data: out };
}
