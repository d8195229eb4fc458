import { anObject, text } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { nearest } from '../check/nearest.js';
import { quoted } from '../check/quoted.js';
import { isMissing } from '../matrix/categories.js';
import { checkMissing } from '../matrix/labels.js';
import { type Column, textEntries } from './column.js';

/**
 * Returns a column by name.
 *
 * @throws RangeError if there is no such column. The error lists all columns and suggests the nearest.
 * @example
 * ```ts
 * const counts = column(adata.obs, 'total_counts');
 * ```
 */
export function column(table: Record<string, Column>, name: string): Column {
  anObject('column: table', table, 'a table of columns, such as adata.obs');
  text('column: name', name);
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found) return found;
  const known = Object.keys(table);
  const expected = known.length ? `one of ${quoted(known)}` : 'a table with columns';
  const next = known.length ? `Did you mean '${nearest(name, known)}'?` : 'This table has none.';
  throw badValue({ argument: 'column: name', expected, received: `'${name}'`, next });
}

/**
 * Returns a column by name, as one label per entry: the form in which `fit` takes batches and the metrics take labels.
 *
 * @throws RangeError if there is no such column (the error lists all columns), if entries are missing (the error says how many,
 * and which is the first), or if a code has no category.
 * @example
 * ```ts
 * await model.fit(adata.x, labels(adata.obs, 'batch'));
 * ```
 */
export function labels(table: Record<string, Column>, name: string): string[] {
  const argument = `labels: '${name}'`;
  const found = textEntries(argument, column(table, name));
  checkMissing(
    argument,
    found.map((value) => (isMissing(value) ? -1 : 0)),
    'entry',
  );
  return found as string[];
}
