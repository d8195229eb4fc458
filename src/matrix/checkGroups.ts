import { badValue } from '../check/errors.js';
import { grouped } from '../check/grouped.js';
import type { Labels } from './labels.js';

// Up to so many categories, a column may be anything, as long as cells share them.
const alwaysFine = 20;
const fewestCells = 5;
const fewestCellsOfFew = 2;
const leastToDoubt = 5;
// Of columns of batches, up to 3 % have one cell only, and that in samples of a few cells of a thousand donors. Of columns of
// measurements (genes, counts, per cent), which have long tails, 4 to 100 % have, with 60 to a million cells.
const mostSingle = 0.04;

const isNumber = (name: string): boolean => name.trim() !== '' && Number.isFinite(Number(name));

/** Number of cells of each category. */
export function groupSizes({ categories, codes }: Labels): Int32Array {
  const sizes = new Int32Array(categories.length);
  for (const code of codes) if (code >= 0) sizes[code]!++;
  return sizes;
}

/**
 * The reason why a column is hardly one of categories, but one of names of cells or of measurements; undefined if it may be
 * one of categories.
 */
export function doubtGroups({ categories, codes }: Labels): string | undefined {
  const [count, cells] = [categories.length, codes.length];
  const fewest = count > alwaysFine ? fewestCells : fewestCellsOfFew;
  if (count > leastToDoubt && cells < fewest * count)
    return `${(cells / count).toFixed(1)} cells each, on average`;
  if (count <= alwaysFine) return undefined;
  if (!categories.every(isNumber)) return undefined;
  const part = categories.find((name) => !Number.isInteger(Number(name)));
  if (part !== undefined) return `numbers that aren't whole, such as ${part}`;
  const single = groupSizes({ categories, codes }).filter((size) => size === 1).length;
  return single > mostSingle * count ? `numbers, ${grouped(single)} of which one cell has` : undefined;
}

/** How to speak of the categories of a column. */
function words(name: string): { many: string; one: string } {
  return name === 'batch'
    ? { many: 'batches of', one: 'a batch' }
    : { many: `categories of '${name}' for`, one: 'a column of categories' };
}

/** States how many categories a column has, with a question: `770 batches of 1,556 cells: is this a batch?`. */
export function doubtText(name: string, { categories, codes }: Labels): string {
  const { many, one } = words(name);
  return `${grouped(categories.length)} ${many} ${grouped(codes.length)} cells: is this ${one}?`;
}

/** How a column of doubtful groups is treated. */
export interface GroupRules {
  /** Name of the column, `'batch'` or another. */
  name: string;
  /** True to accept any column. */
  insist: boolean;
  /** How the caller can insist, for the message; default `manyCategories: true`. */
  option?: string;
}

/**
 * Refuses a column of barcodes or of measurements where one of categories is needed: with more categories than cells can
 * describe, there is nothing to learn about them.
 *
 * @throws RangeError that states the numbers and the reason.
 */
export function checkGroups(
  argument: string,
  labels: Labels,
  { name, insist, option = 'manyCategories: true' }: GroupRules,
): void {
  const doubt = insist ? undefined : doubtGroups(labels);
  if (doubt === undefined) return;
  const received = `${doubtText(name, labels)} (${doubt})`;
  const next = `Give the column that names the groups; if this is it, insist with ${option}.`;
  throw badValue({ argument, expected: 'groups of cells', received, next });
}
