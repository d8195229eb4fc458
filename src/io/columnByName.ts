import { badValue } from '../check/errors.js';
import { nearest } from '../check/nearest.js';
import { type Column, columnText } from './column.js';

/**
 * A column by name.
 *
 * @throws RangeError if there is none of that name, with the columns there are and the nearest of them.
 * @example
 * ```ts
 * const counts = column(adata.obs, 'total_counts');
 * ```
 */
export function column(table: Record<string, Column>, name: string): Column {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found) return found;
  const known = Object.keys(table);
  const expected = known.length
    ? `one of ${known.map((key) => `'${key}'`).join(', ')}`
    : 'a table with columns';
  const next = known.length ? `Did you mean '${nearest(name, known)}'?` : 'This one has none.';
  throw badValue({ argument: 'column: name', expected, received: `'${name}'`, next });
}

/**
 * A column by name as one label an entry: what `fit` takes as batch and the metrics as labels.
 *
 * @throws RangeError if there is no such column (with the columns there are), or if an entry is missing (saying which).
 * @example
 * ```ts
 * await model.fit(adata.x, labels(adata.obs, 'batch'));
 * ```
 */
export function labels(table: Record<string, Column>, name: string): string[] {
  return columnText(column(table, name)).map((value, entry) => {
    if (value !== null && value !== '') return value;
    const next = 'Drop these entries (subsetCells) or give them a label of their own.';
    throw badValue({
      argument: `labels: '${name}'`,
      expected: 'a label for every entry',
      received: `none for entry ${entry}`,
      next,
    });
  });
}
