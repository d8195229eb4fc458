import { badValue } from '../../check/errors.js';
import { valuePosition } from '../../matrix/checkFinite.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { rowTotals } from '../../matrix/rowTotals.js';
import { logNormalize } from '../../preprocess/logNormalize.js';
import type { UnitsKind } from '../../preprocess/units.js';
import { type ColumnFill, fillColumns } from './fillColumns.js';

/**
 * How cells are brought to the networks' scale. `'asIs'`: unchanged. `'counts'`: unchanged, and values below 0 are refused.
 * `'logCounts'`: counts become log1p of counts per 10,000, and decoded values become counts again.
 */
export type Scale = 'asIs' | 'counts' | 'logCounts';

/** How the values of x are read: as counts, or unchanged; whatever they look like. */
export type InputKind = 'counts' | 'asIs';

/** Cells in the units in which they were given, and their scale. */
export interface InputCells {
  /** [cells, genes] */
  x: Matrix | CsrMatrix;
  /** How they are brought to the networks' scale. */
  scale: Scale;
  /** Values of genes that x lacks. */
  fill?: ColumnFill;
}

/** Counts per cell after normalisation. */
export const targetSum = 1e4;

/** Whether values of this kind are in proportion to counts, so that normalisation and a logarithm suit them. */
export function isLinear(kind: UnitsKind): boolean {
  return kind === 'counts' || kind === 'correctedCounts' || kind === 'normalised';
}

/** The scale for cells of which only the values are known: `'logCounts'` if they are in proportion to counts, else `'asIs'`. */
export function scaleOfKind(kind: UnitsKind): Scale {
  return isLinear(kind) ? 'logCounts' : 'asIs';
}

/** Brings cells to the networks' scale, then fills the genes that they lack. CSR stays CSR. */
export function toModelScale({ x, scale, fill }: InputCells): Matrix | CsrMatrix {
  const scaled = scale === 'logCounts' ? logNormalize(x, targetSum) : x;
  return fill ? fillColumns(scaled, fill) : scaled;
}

/**
 * Brings decoded values to the units of the input. Counts: the decoded shares of each cell, times the cell's own total, since
 * small errors of log1p values add up to a large error of the total. Writes into `decoded`.
 */
export function toInputUnits(decoded: Matrix, { x, scale }: InputCells): Matrix {
  if (scale !== 'logCounts') return decoded;
  // The decoder may return values below 0, which no expression has.
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
  counts: 'Give raw counts: the likelihood of this model is defined for counts.',
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
