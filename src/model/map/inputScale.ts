import { badValue } from '../../check/errors.js';
import { valuePosition } from '../../matrix/checkFinite.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { rowTotals } from '../../matrix/rowTotals.js';
import { logNormalize } from '../../preprocess/logNormalize.js';

/**
 * What happens to cells on their way to the networks: `'asIs'`: nothing; `'counts'`: nothing, but values below 0 are refused;
 * `'logCounts'`: counts become log1p of counts per 10,000, and decoded values become counts again.
 */
export type Scale = 'asIs' | 'counts' | 'logCounts';

/** Cells as they came, and what happens to them. */
export interface InputCells {
  /** [cells, genes] */
  x: Matrix | CsrMatrix;
  /** What happens to them on their way to the networks. */
  scale: Scale;
}

/** Counts a cell after normalisation. */
export const targetSum = 1e4;
/** log-normalised values stay below ln(10,001) = 9.2; whole numbers above this are counts. */
const largestLog = 20;

/** `'logCounts'` if every value is whole and not negative and one is larger than any logarithm could be; else `'asIs'`. */
export function detectScale({ data }: Matrix | CsrMatrix): Scale {
  let largest = 0;
  for (const value of data) {
    if (value < 0 || !Number.isInteger(value)) return 'asIs';
    if (value > largest) largest = value;
  }
  return largest > largestLog ? 'logCounts' : 'asIs';
}

/** The cells as the networks see them. CSR stays CSR. */
export function toModelScale(x: Matrix | CsrMatrix, scale: Scale): Matrix | CsrMatrix {
  return scale === 'logCounts' ? logNormalize(x, targetSum) : x;
}

/**
 * Decoded values in the units that went in. Counts: each cell's decoded shares of its own total, since log1p values
 * that are off by a little add up to a total that is off by a lot. Writes into `decoded`.
 */
export function toInputUnits(decoded: Matrix, { x, scale }: InputCells): Matrix {
  if (scale !== 'logCounts') return decoded;
  // The decoder may fall below 0, an expression can't.
  decoded.data.forEach((value, i) => {
    decoded.data[i] = Math.expm1(Math.max(0, value));
  });
  const [wanted, got] = [rowTotals(x), rowTotals(decoded)];
  decoded.data.forEach((value, i) => {
    const row = Math.floor(i / decoded.shape[1]);
    decoded.data[i] = got[row] === 0 ? 0 : (value * wanted[row]!) / got[row]!;
  });
  return decoded;
}

const advice = {
  counts: 'Give raw counts: the likelihood of this model is one of counts.',
  logCounts: "Give counts, or make the model with input: 'asIs' for other values.",
};

/** Throws on the first negative value where counts are required. */
export function checkScale(argument: string, { x, scale }: InputCells): void {
  if (scale === 'asIs') return;
  let at = 0;
  while (x.data[at]! >= 0) at++;
  if (at === x.data.length) return;
  const [cell, gene] = valuePosition(x, at);
  const received = `${x.data[at]} in cell ${cell}, gene ${gene}`;
  const next = advice[scale];
  throw badValue({ argument, expected: 'counts (no value below 0)', received, next });
}
