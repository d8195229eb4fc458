import type { Labels } from '../../matrix/labels.js';
import { contingency } from '../contingency.js';

/** Numbers of cells for every pair of two labels. */
export interface CountTable {
  /** Category of each row. */
  rows: string[];
  /** Category of each column. */
  columns: string[];
  /** `counts[i][j]`: cells with both `rows[i]` and `columns[j]`. [rows, columns] */
  counts: number[][];
}

/** Counts the cells of every pair of categories. Every category must occur at least once. */
export function countTable(rows: Labels, columns: Labels): CountTable {
  const { both } = contingency(rows.codes, columns.codes);
  const width = columns.categories.length;
  const counts = rows.categories.map((_, i) => [...both.subarray(i * width, (i + 1) * width)]);
  return { rows: rows.categories, columns: columns.categories, counts };
}
