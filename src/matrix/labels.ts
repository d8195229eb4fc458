import { badValue } from '../check/errors.js';
import { nearest } from '../check/nearest.js';

/** A column of categories: cell i belongs to `categories[codes[i]]`. */
export interface Labels {
  /** Their names. */
  categories: string[];
  /** [cells]; -1 where missing. */
  codes: Int32Array;
}

/**
 * Categories (sorted as text, numbers by value) and the code of every entry.
 *
 * @param known - Categories to use instead; an entry outside them throws.
 * @throws RangeError naming the entry that isn't among `known`, or the first missing one (null, undefined, NaN, '').
 */
export function encodeLabels(
  argument: string,
  values: ArrayLike<string | number>,
  known?: readonly string[],
): Labels {
  const text = Array.from(values, (value, i) => asCategory(argument, value, i));
  const numeric = Array.from(values).every((value) => typeof value === 'number');
  const sorted = [...new Set(text)].sort(numeric ? (a, b) => Number(a) - Number(b) : undefined);
  const categories = known ? [...known] : sorted;
  const codeOf = new Map(categories.map((name, code) => [name, code]));
  const codes = Int32Array.from(
    text,
    (name) => codeOf.get(name) ?? unknownCategory(argument, name, categories),
  );
  return { categories, codes };
}

function asCategory(argument: string, value: unknown, at: number): string {
  const missing = value === null || value === undefined || value === '' || Number.isNaN(value);
  if (!missing) return String(value);
  const next = 'Drop the cell or give it a category of its own.';
  throw badValue({ argument, expected: 'a category for every cell', received: `none for cell ${at}`, next });
}

function unknownCategory(argument: string, name: string, categories: readonly string[]): never {
  const expected = `one of ${categories.map((category) => `'${category}'`).join(', ')}`;
  const next = `Did you mean '${nearest(name, categories)}'?`;
  throw badValue({ argument, expected, received: `'${name}'`, next });
}

/** Codes as one row of zeros and a single one per entry; a row of zeros where the code is -1. [entries, classes] */
export function oneHotRows(codes: ArrayLike<number>, classes: number): Float32Array {
  const out = new Float32Array(codes.length * classes);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) out[i * classes + codes[i]!] = 1;
  return out;
}

/** The labels of some cells, with the categories that occur among them. */
export function pickLabels({ codes, categories }: Labels, rows: Int32Array): Labels {
  const names = Array.from(rows, (row) => categories[codes[row]!]!);
  return encodeLabels('labels', names);
}
