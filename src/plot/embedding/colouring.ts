import { sameLength } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { grouped } from '../../check/grouped.js';
import { isArrayLike } from '../../check/values.js';
import { type Categories, isMissing, type MaskedNames } from '../../matrix/categories.js';
import { groupSizes } from '../../matrix/checkGroups.js';
import { encodeLabels, type Labels } from '../../matrix/labels.js';
import { coloursFor, mostColours } from '../picture/palette.js';
import { type ThemeName, themes } from '../picture/themes.js';

/** A category, or a group of them, with its colour. */
export interface LegendEntry {
  name: string;
  colour: string;
}

/** The colours of the cells by category. */
export interface CategoryColouring {
  kind: 'categories';
  /** Colour of each cell, as an index into `entries`. [cells] */
  codes: Int32Array;
  entries: LegendEntry[];
}

/** The colours of the cells by a number. */
export interface NumberColouring {
  kind: 'numbers';
  /** NaN where it is missing. [cells] */
  values: Float64Array;
  /** Of the numbers that aren't missing. */
  range: [least: number, most: number];
}

/** How the cells are coloured by a column. */
export type Colouring = CategoryColouring | NumberColouring;

/** Whole numbers with at most this many different values name groups. */
const mostWholeNumbers = 20;

function numbersOf(column: Categories): Float64Array | undefined {
  const masked = 'mask' in column ? (column as MaskedNames) : undefined;
  const values = masked ? masked.values : column;
  if (!isArrayLike(values)) return undefined;
  const given = Array.from(values);
  const isNumber = (value: unknown) =>
    typeof value === 'number' || typeof value === 'bigint' || isMissing(value);
  if (!given.every(isNumber)) return undefined;
  return Float64Array.from(given, (value, i) =>
    isMissing(value) || masked?.mask[i] ? Number.NaN : Number(value),
  );
}

/** Whether numbers measure something, rather than name groups. */
function measures(values: Float64Array): boolean {
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return false;
  return present.some((value) => !Number.isInteger(value)) || new Set(present).size > mostWholeNumbers;
}

function numberColouring(argument: string, values: Float64Array): NumberColouring {
  const range: [number, number] = [Infinity, -Infinity];
  for (const value of values) {
    if (Math.abs(value) === Infinity) {
      throw badValue({ argument, expected: 'finite numbers, or NaN for missing ones', received: `${value}` });
    }
    if (value < range[0]) range[0] = value;
    if (value > range[1]) range[1] = value;
  }
  return { kind: 'numbers', values, range };
}

/** Categories that get a colour: all of them, or the largest if there are too few colours. */
function coloured(labels: Labels): number[] {
  const codes = labels.categories.map((_, code) => code);
  if (codes.length <= mostColours) return codes;
  const sizes = groupSizes(labels);
  return codes.sort((a, b) => sizes[b]! - sizes[a]! || a - b).slice(0, mostColours);
}

/** The order of the categories. If they are sorted as text, numbers in them count as numbers: `donor 2` before `donor 10`. */
function inOrder(codes: number[], { categories }: Labels): number[] {
  const natural = new Intl.Collator('en', { numeric: true });
  const byText = categories.every((name, i) => i === 0 || categories[i - 1]! <= name);
  const compare = (a: number, b: number) => natural.compare(categories[a]!, categories[b]!);
  return codes.sort((a, b) => (byText ? compare(a, b) : 0) || a - b);
}

function categoryColouring(labels: Labels, theme: ThemeName): CategoryColouring {
  const { missing } = themes[theme];
  const own = inOrder(coloured(labels), labels);
  const colours = coloursFor(own.length, theme);
  const entries = own.map((code, i) => ({ name: labels.categories[code]!, colour: colours[i]! }));
  const others = labels.categories.length - own.length;
  const rest = entries.length;
  if (others > 0) entries.push({ name: `${grouped(others)} smaller ones`, colour: missing });
  const none = entries.length;
  if (labels.codes.includes(-1)) entries.push({ name: '(missing)', colour: missing });
  const entryOf = new Map(own.map((code, i) => [code, i]));
  const codes = labels.codes.map((code) => (code < 0 ? none : (entryOf.get(code) ?? rest)));
  return { kind: 'categories', codes, entries };
}

/**
 * Decides how a column colours the cells. Numbers that aren't whole, or have more than 20 different values, get a colour scale; all other
 * columns are categories. If there are more categories than colours, the smallest are grey.
 */
export function colouringOf(
  argument: string,
  column: Categories,
  cells: number,
  theme: ThemeName,
): Colouring {
  const numbers = typeof column === 'object' && column !== null ? numbersOf(column) : undefined;
  if (numbers && measures(numbers)) {
    sameLength(argument, numbers.length, cells, 'cell');
    return numberColouring(argument, numbers);
  }
  return categoryColouring(encodeLabels(argument, column, { cells, partial: 'all' }), theme);
}
