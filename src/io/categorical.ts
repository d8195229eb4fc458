import type { Categorical } from './column.js';

/**
 * Makes a column of categories from labels. Categories are sorted (text by code point, numbers by value); null, undefined
 * and NaN are missing entries.
 *
 * @example
 * ```ts
 * adata.obs['cell_type'] = categorical(['T', 'B', null, 'T']); // categories ['B', 'T'], codes [1, 0, -1, 1]
 * ```
 */
export function categorical(values: ArrayLike<string | number | null | undefined>): Categorical {
  const entries = Array.from(values);
  const present = [...new Set(entries)].filter((value) => value !== null && value !== undefined);
  const numeric = present.every((value) => typeof value === 'number');
  const categories = numeric
    ? (present as number[]).filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
    : present.map(String).sort();
  const codeOf = new Map<unknown, number>(categories.map((name, code) => [name, code]));
  const code = (value: unknown) => codeOf.get(numeric || value == null ? value : String(value)) ?? -1;
  return { categories, codes: Int32Array.from(entries, code) };
}
