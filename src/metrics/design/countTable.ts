import type { Labels } from '../../matrix/labels.js';
import { contingency } from '../contingency.js';

/** Numbers of cells by two labels. */
export interface CountTable {
  /** What the rows stand for. */
  rows: string[];
  /** What the columns stand for. */
  columns: string[];
  /** Cells of `rows[i]` and `columns[j]`. [rows, columns] */
  counts: number[][];
}

/** Counts the cells of every pair of categories. Every category must occur. */
export function countTable(rows: Labels, columns: Labels): CountTable {
  const { both } = contingency(rows.codes, columns.codes);
  const width = columns.categories.length;
  const counts = rows.categories.map((_, i) => [...both.subarray(i * width, (i + 1) * width)]);
  return { rows: rows.categories, columns: columns.categories, counts };
}
