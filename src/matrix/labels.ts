import { badValue } from '../check/errors.js';
import { nearest } from '../check/nearest.js';

/** A column of categories: cell i belongs to `categories[codes[i]]`. */
export interface Labels {
  /** Names of the categories. */
  categories: string[];
  /** Category of each cell; -1 if it is missing. [cells] */
  codes: Int32Array;
}

/**
 * The categories of the values (sorted as text, or numbers by value), and the code of each value.
 *
 * @param allowed - Categories to use instead; a value outside them throws.
 * @throws RangeError that names the value that isn't in `allowed`, or the first missing one (null, undefined,
 * NaN, '').
 */
export function encodeLabels(
  argument: string,
  values: ArrayLike<string | number>,
  allowed?: readonly string[],
): Labels {
  const text = Array.from(values, (value, i) => asCategory(argument, value, i));
  const numeric = Array.from(values).every((value) => typeof value === 'number');
  const sorted = [...new Set(text)].sort(numeric ? (a, b) => Number(a) - Number(b) : undefined);
  const categories = allowed ? [...allowed] : sorted;
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

/** One row per code, with a 1 in the column of the code; all zeros if the code is -1. [codes, classes] */
export function oneHotRows(codes: ArrayLike<number>, classes: number): Float32Array {
  const out = new Float32Array(codes.length * classes);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) out[i * classes + codes[i]!] = 1;
  return out;
}

/** The labels of the given rows, with only the categories that occur among them. */
export function pickLabels({ codes, categories }: Labels, rows: Int32Array): Labels {
  const names = Array.from(rows, (row) => categories[codes[row]!]!);
  return encodeLabels('labels', names);
}
