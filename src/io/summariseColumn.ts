import { type Column, columnText, isCategorical, isNullable } from './column.js';

/** A column of obs or var. */
export interface ColumnSummary {
  /** Its name. */
  name: string;
  /** What it holds. */
  kind: 'categories' | 'text' | 'whole numbers' | 'numbers' | 'booleans';
  /** Number of distinct values; absent for numbers that aren't whole. */
  distinct?: number;
  /** Number of missing entries. */
  missing: number;
  /** The most frequent values, at most five, the most frequent first; or the least and the largest number. */
  examples: string[];
}

const mostExamples = 5;

function kindOf(column: Column): ColumnSummary['kind'] {
  if (isCategorical(column)) return 'categories';
  const values = isNullable(column) ? column.values : column;
  if (values instanceof Int32Array) return 'whole numbers';
  if (!Array.isArray(values)) return 'numbers';
  return typeof values[0] === 'boolean' ? 'booleans' : 'text';
}

function countText(text: readonly (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of text) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function rangeOf(text: readonly (string | null)[]): string[] {
  const values = text.filter((value) => value !== null).map(Number);
  if (values.length === 0) return [];
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))].map(String);
}

/** Describes a column of a table. */
export function summariseColumn(name: string, column: Column): ColumnSummary {
  const [kind, text] = [kindOf(column), columnText(column)];
  const missing = text.filter((value) => value === null).length;
  if (kind === 'numbers') return { name, kind, missing, examples: rangeOf(text) };
  const counts = [...countText(text)].sort(([, a], [, b]) => b - a);
  const examples = counts.slice(0, mostExamples).map(([value]) => value);
  return { name, kind, distinct: counts.length, missing, examples };
}
