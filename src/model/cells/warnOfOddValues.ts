import { counted } from '../../check/grouped.js';
import { valuePosition } from '../../matrix/checkFinite.js';
import { type CsrMatrix, type Matrix, rowRange } from '../../matrix/matrix.js';
import { type WarningOptions, warn } from '../../platform/warnings.js';
import type { Units } from '../../preprocess/units.js';

/** Values whose median is taken, for time's sake. */
const examined = 10_000;
/** Largest value by median value. Counts of a gene reach about ten thousand times the median count. */
const farBeyond = 1e6;

/** Median magnitude of the values that aren't 0, from evenly spread ones. */
function usualSize({ data }: Matrix | CsrMatrix): number {
  const every = Math.max(1, Math.floor(data.length / examined));
  const seen = Float64Array.from({ length: Math.ceil(data.length / every) }, (_, i) =>
    Math.abs(data[i * every]!),
  );
  const sizes = seen.filter((size) => size > 0).sort();
  return sizes[(sizes.length - 1) >> 1] ?? 0;
}

/** Whether a row holds the given values. */
function isRow(x: Matrix | CsrMatrix, row: number, expected: Float32Array): boolean {
  const [from, to] = rowRange(x, row);
  if (!('indices' in x)) return expected.every((value, i) => value === x.data[from + i]);
  const dense = new Float32Array(expected.length);
  for (let k = from; k < to; k++) dense[x.indices[k]!] = x.data[k]!;
  return expected.every((value, i) => value === dense[i]);
}

/** Whether all cells are equal. Ends at the first one that isn't, which is nearly always the second cell. */
function isConstant(x: Matrix | CsrMatrix): boolean {
  const [from, to] = rowRange(x, 0);
  const first = new Float32Array(x.shape[1]);
  for (let k = from; k < to; k++) first['indices' in x ? x.indices[k]! : k - from] = x.data[k]!;
  let row = 1;
  while (row < x.shape[0] && isRow(x, row, first)) row++;
  return row === x.shape[0];
}

function outlierText(
  x: Matrix | CsrMatrix,
  units: Units,
  genes: readonly string[] | undefined,
): string | undefined {
  const farthest = units.largest > -units.smallest ? units.largest : units.smallest;
  const limit = usualSize(x) * farBeyond;
  if (!(Math.abs(farthest) > limit)) return undefined;
  const at = x.data.indexOf(farthest);
  const [cell, gene] = valuePosition(x, at);
  const name = genes ? ` ('${genes[gene]}')` : '';
  let others = -1;
  // By index: iterating over a typed array takes ten times as long.
  for (let i = 0; i < x.data.length; i++) if (Math.abs(x.data[i]!) > limit) others++;
  const more = others > 0 ? ` (and ${counted(others, 'more value')} like it)` : '';
  return `x holds ${Number(farthest.toPrecision(4)).toExponential()} in cell ${cell}, gene ${gene}${name}${more}, over a million times the median value. If that is an error, remove the cell or replace the value: it outweighs all others.`;
}

function remarkOn(
  x: Matrix | CsrMatrix,
  units: Units,
  genes: readonly string[] | undefined,
): string | undefined {
  if (units.values === 0) return 'x holds only zeros: there is nothing to learn.';
  if (isConstant(x)) return 'all cells of x are equal: there is nothing to learn.';
  return outlierText(x, units, genes);
}

/**
 * Warns of cells from which nothing can be learnt, and of single values that outweigh all others.
 *
 * @param units - The units of all of x.
 */
export function warnOfOddValues(
  x: Matrix | CsrMatrix,
  units: Units,
  { genes, ...options }: { genes: readonly string[] | undefined } & WarningOptions,
): void {
  const remark = remarkOn(x, units, genes);
  if (remark) warn(`fit: ${remark}`, options);
}
