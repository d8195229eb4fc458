import { type CsrMatrix, type Matrix, rowRange } from '../matrix/matrix.js';
import { rowTotals } from '../matrix/rowTotals.js';

/** Counts below this are most of all there are, and a logarithm costs ten times a look-up. */
const small = 8;

/**
 * log1p(normalizeTotal(counts, { targetSum })) to the bit, in one pass with one new array; CSR stays CSR. Values that
 * those would refuse must have been refused before.
 */
export function logNormalize<M extends Matrix | CsrMatrix>(counts: M, targetSum: number): M {
  const { data } = counts;
  const out = new Float32Array(data.length);
  const known = new Float32Array(small);
  rowTotals(counts).forEach((total, row) => {
    const factor = total > 0 ? targetSum / total : 0;
    const logarithm = (count: number): number => Math.log1p(Math.fround(count * factor));
    for (let count = 0; count < small; count++) known[count] = logarithm(count);
    const [from, to] = rowRange(counts, row);
    for (let k = from; k < to; k++) {
      const count = data[k]!;
      out[k] = (count | 0) === count && count < small ? known[count]! : logarithm(count);
    }
  });
  return { ...counts, data: out };
}
