import type { Units, UnitsKind } from './units.js';

/** What a kind of units is called in messages. */
export const unitsNames: Readonly<Record<UnitsKind, string>> = {
  counts: 'counts',
  correctedCounts: "corrected counts, which aren't whole",
  normalised: 'normalised values without the logarithm',
  logarithms: 'log-normalised values',
  scaled: 'scaled or centred values',
};

const number = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

function evidence(units: Units): string[] {
  const { kind, cells, smallest, largest, whole, negativeCells, totals, targetSum, base, centred } = units;
  if (cells === 0) return ['all are 0'];
  const lines = [`largest ${number(largest)}`];
  if (kind === 'scaled') {
    lines.unshift(`below 0 in ${negativeCells} of ${cells} cells`, `smallest ${number(smallest)}`);
    return centred ? [...lines, 'means of the genes near 0'] : lines;
  }
  const share = Number((100 * whole).toPrecision(3));
  lines.push(whole === 1 ? 'all whole' : `${whole > 0 && share === 0 ? 'few' : `${share} %`} whole`);
  if (base === 2 || base === 10) lines.push(`base ${base}`);
  const before = kind === 'logarithms' ? ' before the logarithm' : '';
  if (targetSum !== undefined) return [...lines, `every cell's total ${number(targetSum)}${before}`];
  const [least, , most] = totals;
  return [...lines, `totals per cell ${number(least)} to ${number(most)}`];
}

/** Names units and their evidence, as in "counts (largest 1404, all whole, totals per cell 851 to 5173)". */
export function unitsText(units: Units): string {
  return `${unitsNames[units.kind]} (${evidence(units).join(', ')})`;
}
