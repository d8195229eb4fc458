import { anObject } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { type Categories, isCategories } from '../../matrix/categories.js';

/** Columns that colour the cells. `batch` and `labels` are those of {@link report}; any other may be added. */
export interface EmbeddingColumns {
  /** Batch of every cell: its colours should mix. [cells] */
  batch?: Categories;
  /** Cell type of every cell: its colours should stay apart. [cells] */
  labels?: Categories;
  /** Categories or numbers; missing entries are grey. [cells] */
  [name: string]: Categories | undefined;
}

/** The columns by name, without those that are undefined. Throws unless there is at least one. */
export function columnsOf(argument: string, columns: EmbeddingColumns): Map<string, Categories> {
  const expected = 'columns by name, such as { batch, labels }';
  if (isCategories(columns)) {
    const next = 'Give it a name: { batch }.';
    throw badType({ argument, expected, received: 'one column without a name', next });
  }
  anObject(argument, columns, expected);
  const given = Object.entries(columns).filter(
    (entry): entry is [string, Categories] => entry[1] !== undefined,
  );
  if (given.length > 0) return new Map(given);
  throw badValue({ argument, expected: 'at least one column', received: 'none' });
}

/** The name of a column for readers: `labels` is an option's name, not what it means. */
export const shownName = (name: string): string => (name === 'labels' ? 'cell type' : name);
