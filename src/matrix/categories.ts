import { badType, badValue } from '../check/errors.js';

/** The name of a category: text, a number, or true / false. */
export type CategoryName = string | number | boolean | bigint;

/** A typed array of numbers. */
export type NumberArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Categories by their codes, as the `Categorical` columns of an `AnnData`. */
export interface CategoryCodes {
  /** Names of the categories. */
  readonly categories: readonly CategoryName[];
  /** Index into `categories`, one per cell; -1 if it is missing. [cells] */
  readonly codes: ArrayLike<number>;
}

/** Names with a mask, as the `Nullable` columns of an `AnnData`. */
export interface MaskedNames {
  /** One name per cell. [cells] */
  readonly values: NumberArray | readonly (CategoryName | null | undefined)[];
  /** Whether the name of a cell is missing. [cells] */
  readonly mask: ArrayLike<number | boolean>;
}

/**
 * A column of categories, one entry per cell: an array of names, a typed array of numbers, or a column of an `AnnData` (a
 * `Categorical` or a `Nullable`). An entry is missing if it is null, undefined, NaN or '', if its code is -1, or if it is
 * masked.
 */
export type Categories =
  | readonly (CategoryName | null | undefined)[]
  | NumberArray
  | CategoryCodes
  | MaskedNames;

/** A column as its distinct values and, for each entry, the index of its value. */
export interface CodedValues {
  /** Some may not occur, or be missing. */
  values: readonly unknown[];
  /** Index into `values`; -1 if the entry is missing. [cells] */
  codes: Int32Array;
  /** Whether the column itself puts its categories in order. */
  ordered: boolean;
}

/** Whether an entry of a column of categories is missing. The only place that says what missing is. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || Number.isNaN(value);
}

type Arrays = Record<string, ArrayLike<unknown>>;

const isArray = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);

const hasArrays = (value: unknown, ...names: string[]): value is Arrays =>
  typeof value === 'object' && value !== null && names.every((name) => isArray((value as Arrays)[name]));

/** Whether a value is a column of categories (and not, for example, an object of such columns). */
export function isCategories(value: unknown): value is Categories {
  return isArray(value) || hasArrays(value, 'categories', 'codes') || hasArrays(value, 'values', 'mask');
}

/**
 * Checks the codes of a categorical column.
 *
 * @throws RangeError on a code that isn't a whole number from -1 (missing) to the last category.
 */
export function checkCodes(argument: string, codes: ArrayLike<unknown>, categories: number): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if (Number.isInteger(code) && code >= -1 && code < categories) continue;
    const expected = `codes from -1 (missing) to ${categories - 1}, since there are ${categories} categories`;
    throw badValue({ argument, expected, received: `${code} for entry ${i}` });
  }
}

function distinct(entries: ArrayLike<unknown>, isMasked?: (entry: number) => boolean): CodedValues {
  const codeOf = new Map<unknown, number>();
  const codes = new Int32Array(entries.length);
  for (let i = 0; i < codes.length; i++) {
    const value = isMasked?.(i) ? undefined : entries[i];
    const code = codeOf.get(value) ?? codeOf.size;
    codeOf.set(value, code);
    codes[i] = code;
  }
  return { values: [...codeOf.keys()], codes, ordered: false };
}

const shown = (value: unknown): string => {
  if (typeof value === 'string') return `the text '${value}'`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
};

/** Any column of categories as values and codes. Throws a TypeError on anything else. */
export function codedValues(argument: string, column: Categories): CodedValues {
  if (isArray(column)) return distinct(column);
  if (hasArrays(column, 'categories', 'codes')) {
    const { categories, codes } = column as Record<'categories' | 'codes', ArrayLike<unknown>>;
    checkCodes(argument, codes, categories.length);
    const whole = Int32Array.from(codes as ArrayLike<number>);
    return { values: Array.from(categories), codes: whole, ordered: true };
  }
  if (hasArrays(column, 'values', 'mask')) {
    const { values, mask } = column as Record<'values' | 'mask', ArrayLike<unknown>>;
    return distinct(values, (entry) => Boolean(mask[entry]));
  }
  const expected = 'one entry per cell: an array, a typed array or a column of an AnnData';
  const next = typeof column === 'string' ? `Give the column itself: labels(adata.obs, '${column}').` : '';
  throw badType({ argument, expected, received: shown(column), ...(next ? { next } : {}) });
}
