import { badValue } from '../../check/errors.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { rowTotals } from '../../matrix/rowTotals.js';
import { valuePosition } from '../../matrix/valuePosition.js';
import { logNormalize } from '../../preprocess/logNormalize.js';

/** What the cells that went in hold. */
export type InputKind = 'counts' | 'asIs';

/** Cells as they came, and what they hold. */
export interface InputCells {
  /** [cells, genes] */
  x: Matrix | CsrMatrix;
  input: InputKind;
}

/** Counts a cell after normalisation. */
export const targetSum = 1e4;
/** log-normalised values stay below ln(10,001) = 9.2; whole numbers above this are counts. */
const largestLog = 20;

/** `'counts'` if every value is whole and not negative and one is larger than any logarithm could be. */
export function detectInput({ data }: Matrix | CsrMatrix): InputKind {
  let largest = 0;
  for (const value of data) {
    if (value < 0 || !Number.isInteger(value)) return 'asIs';
    if (value > largest) largest = value;
  }
  return largest > largestLog ? 'counts' : 'asIs';
}

/** The cells as the networks see them. Counts: 10,000 a cell, then log1p; CSR stays CSR. */
export function toModelScale(x: Matrix | CsrMatrix, kind: InputKind): Matrix | CsrMatrix {
  return kind === 'counts' ? logNormalize(x, targetSum) : x;
}

/**
 * Decoded values in the units that went in. Counts: each cell's decoded shares of its own total, since log1p values
 * that are off by a little add up to a total that is off by a lot. Writes into `decoded`.
 */
export function toInputUnits(decoded: Matrix, { x, input }: InputCells): Matrix {
  if (input === 'asIs') return decoded;
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

/** Throws on the first negative value where counts are required. */
export function checkCounts(argument: string, x: Matrix | CsrMatrix): void {
  let at = 0;
  while (x.data[at]! >= 0) at++;
  if (at === x.data.length) return;
  const [cell, gene] = valuePosition(x, at);
  const received = `${x.data[at]} in cell ${cell}, gene ${gene}`;
  const next = "Give counts, or make the model with input: 'asIs' for other values.";
  throw badValue({ argument, expected: 'counts (no value below 0)', received, next });
}
