import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Column, isCategorical, isNullable } from '../../src/io/column.js';
import { copyRows } from '../../src/matrix/copyRows.js';
import type { CsrMatrix, Matrix } from '../../src/matrix/matrix.js';

type Entry = number | string | boolean | null;

/** The content of one of the files, as anndata reads it. */
export interface Expected {
  x: number[][];
  obsNames: string[];
  varNames: string[];
  obs: Record<string, Entry[]>;
  var: Record<string, Entry[]>;
  obsm: Record<string, number[][]>;
  layers: Record<string, number[][]>;
}

/** Written by test/reference/h5ad.py. */
export const expected: Record<'full' | 'csc' | 'dense' | 'anndata07' | 'records', Expected> = JSON.parse(
  readFileSync(new URL('../reference/h5ad.json', import.meta.url), 'utf8'),
);

/** Path of a file written by test/reference/h5ad.py. */
export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../reference/h5ad/${name}.h5ad`, import.meta.url));

/** Entries of a column, null where missing. */
export function entries(column: Column): Entry[] {
  if (isCategorical(column)) {
    return Array.from(column.codes, (code) => (code < 0 ? null : column.categories[code]!));
  }
  const [values, mask] = isNullable(column) ? [column.values, column.mask] : [column, undefined];
  return Array.from<Entry, Entry>(values, (value, i) => (mask?.[i] || Number.isNaN(value) ? null : value));
}

export function rows(matrix: Matrix | CsrMatrix): number[][] {
  const [count, columns] = matrix.shape;
  const { data } = copyRows(matrix, [...Array(count).keys()]);
  return Array.from({ length: count }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
}

export function mapValues<A, B>(values: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
