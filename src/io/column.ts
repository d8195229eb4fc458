/** Entries of a column that has a few values over and over: entry i is `categories[codes[i]]`, missing where -1. */
export interface Categorical {
  /** The values there are, each once. */
  categories: string[] | number[] | boolean[];
  /** [entries]; -1 where missing. */
  codes: Int32Array;
  /** Whether the categories have an order (low, middle, high). Default false. */
  ordered?: boolean;
}

/** Entries of which some are missing. */
export interface Nullable {
  /** [entries]; what stands where `mask` is 1 has no meaning. */
  values: NumberColumn | string[] | boolean[];
  /** 1 where the entry is missing. [entries] */
  mask: Uint8Array;
}

/** A column of numbers; NaN stands for a missing one. */
export type NumberColumn = Float64Array | Float32Array | Int32Array;

/** One column of a table: an entry a cell (`obs`) or a gene (`var`). */
export type Column = NumberColumn | string[] | boolean[] | Categorical | Nullable;

/** Tells a column with categories from the other kinds. */
export function isCategorical(column: Column): column is Categorical {
  return 'codes' in column;
}

/** Tells a column with a mask from the other kinds. */
export function isNullable(column: Column): column is Nullable {
  return 'mask' in column;
}

/** Number of entries. */
export function columnLength(column: Column): number {
  if (isCategorical(column)) return column.codes.length;
  return isNullable(column) ? column.values.length : column.length;
}

/**
 * Every entry as text, null where missing.
 *
 * @example
 * ```ts
 * columnText({ categories: ['B', 'T'], codes: Int32Array.of(1, -1, 0) }); // ['T', null, 'B']
 * ```
 */
export function columnText(column: Column): (string | null)[] {
  if (isCategorical(column)) {
    const { categories, codes } = column;
    return Array.from(codes, (code) => (code < 0 ? null : String(categories[code])));
  }
  if (isNullable(column)) {
    const { mask, values } = column;
    return Array.from<unknown, string | null>(values, (value, i) => (mask[i] ? null : String(value)));
  }
  return Array.from<unknown, string | null>(column, (value) => (Number.isNaN(value) ? null : String(value)));
}

/** The named entries of a column, in the given order, as a new column of the same kind. */
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
