import { badType } from '../check/errors.js';
import { isArrayLike, shown } from '../check/values.js';
import { codedValues, isMissing } from '../matrix/categories.js';

/** A column of repeated values: entry i is `categories[codes[i]]`, or missing if the code is -1. */
export interface Categorical {
  /** The distinct values. */
  categories: string[] | number[] | boolean[];
  /** Index into `categories`, -1 for a missing entry. [entries] */
  codes: Int32Array;
  /** Whether the categories have an order (low, middle, high). Default false. */
  ordered?: boolean;
}

/** A column with missing entries. */
export interface Nullable {
  /** Values; those where `mask` is 1 have no meaning. [entries] */
  values: NumberColumn | string[] | boolean[];
  /** 1 for a missing entry, else 0. [entries] */
  mask: Uint8Array;
}

/** A column of numbers; NaN is a missing entry. */
export type NumberColumn = Float64Array | Float32Array | Int32Array;

/** One column of a table, with one entry per cell (`obs`) or per gene (`var`). */
export type Column = NumberColumn | string[] | boolean[] | Categorical | Nullable;

const hasParts = (column: unknown, ...names: string[]): boolean =>
  typeof column === 'object' &&
  column !== null &&
  names.every((name) => isArrayLike((column as Record<string, unknown>)[name]));

/** Throws unless a value is a column: a list, or the parts of a categorical or nullable one. */
export function checkColumn(argument: string, column: Column): void {
  if (isArrayLike(column) || isCategorical(column) || isNullable(column)) return;
  const expected = 'a column: a list, a typed array, or { categories, codes } or { values, mask }';
  throw badType({ argument, expected, received: shown(column) });
}

/** Whether a column has categories. */
export function isCategorical(column: Column): column is Categorical {
  return hasParts(column, 'categories', 'codes');
}

/** Whether a column has a mask. */
export function isNullable(column: Column): column is Nullable {
  return hasParts(column, 'values', 'mask');
}

/** Number of entries of a column. */
export function columnLength(column: Column): number {
  if (isCategorical(column)) return column.codes.length;
  return isNullable(column) ? column.values.length : column.length;
}

/**
 * Returns every entry as text, null for missing entries (masked, code -1, null or NaN).
 *
 * @throws TypeError if `column` isn't a column; RangeError if a code has no category.
 * @example
 * ```ts
 * columnText({ categories: ['B', 'T'], codes: Int32Array.of(1, -1, 0) }); // ['T', null, 'B']
 * ```
 */
export function columnText(column: Column): (string | null)[] {
  return textEntries('columnText: column', column);
}

/** {@link columnText}, with the column's name for errors. */
export function textEntries(argument: string, column: Column): (string | null)[] {
  const { values, codes } = codedValues(argument, column);
  const text = values.map((value) => (value !== '' && isMissing(value) ? null : String(value)));
  return Array.from(codes, (code) => (code < 0 ? null : text[code]!));
}

/** Selects entries of a column by row number, in the given order, as a new column of the same kind. */
export function selectEntries(column: Column, rows: readonly number[]): Column {
  if (isCategorical(column)) return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
  if (isNullable(column)) {
    const values = selectEntries(column.values, rows) as Nullable['values'];
    return { values, mask: Uint8Array.from(rows, (row) => column.mask[row]!) };
  }
  if (column instanceof Float64Array) return Float64Array.from(rows, (row) => column[row]!);
  if (column instanceof Float32Array) return Float32Array.from(rows, (row) => column[row]!);
  if (column instanceof Int32Array) return Int32Array.from(rows, (row) => column[row]!);
  return rows.map((row) => column[row]!) as string[] | boolean[];
}
