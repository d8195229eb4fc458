import { counted } from '../../check/grouped.js';
import { valuePosition } from '../../matrix/checkFinite.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
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

/**
 * Says which value outweighs all others, if there is one.
 *
 * @param name - What holds the cells, for the message.
 * @param units - The units of all of x.
 */
export function outlierText(
  name: string,
  x: Matrix | CsrMatrix,
  units: Units,
  genes: readonly string[] | undefined,
): string | undefined {
  const farthest = units.largest > -units.smallest ? units.largest : units.smallest;
  const limit = usualSize(x) * farBeyond;
  if (!(Math.abs(farthest) > limit)) return undefined;
  const at = x.data.indexOf(farthest);
  const [cell, gene] = valuePosition(x, at);
  const geneName = genes ? ` ('${genes[gene]}')` : '';
  let others = -1;
  // By index: iterating over a typed array takes ten times as long.
  for (let i = 0; i < x.data.length; i++) if (Math.abs(x.data[i]!) > limit) others++;
  const more = others > 0 ? ` (and ${counted(others, 'more value')} like it)` : '';
  return `${name} holds ${Number(farthest.toPrecision(4)).toExponential()} in cell ${cell}, gene ${gene}${geneName}${more}, over a million times the median value. If that is an error, remove the cell or replace the value: it outweighs all others.`;
}
