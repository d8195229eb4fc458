import type { Group } from 'h5wasm';
import { sameLength } from '../../check/checks.js';
import { badValue, failure } from '../../check/errors.js';
import { checkColumns } from '../checkContents.js';
import { checkColumn, checkList, checkName } from '../checkElement.js';
import { type Column, columnLength } from '../column.js';
import { optional } from '../hdf5/badElement.js';
import { child, isDataset, isGroup, pathOf, type Reader, type Writer } from '../hdf5/h5.js';
import { sameValue } from '../sameValue.js';
import { badFile } from './badFile.js';
import { requireColumn } from './read/readColumn.js';
import { type AnnotationTable, columnNames, indexName, readNames } from './read/readTable.js';
import { type Edit, type EditOptions, elementAt } from './write/applyEdits.js';
import { type Before, difference, nothing } from './write/difference.js';
import { writeColumn } from './write/writeColumn.js';
import { writeOrder, writeTable } from './write/writeTable.js';
import { writeStrings } from './write/writeValues.js';

/** The edits of a table, and what to do once they are done. */
export interface TableEdits {
  /** Number of rows of the table. */
  rows: number;
  edits: Edit[];
  finish?: (root: Group) => void;
}

/** A table to be brought to `now`. */
export interface TableChange extends EditOptions {
  /** Where it is: `['obs']`, `['raw', 'var']` … */
  path: readonly string[];
  columns: Record<string, Column>;
  /** Names of the rows; undefined to leave them. */
  names?: readonly string[] | undefined;
  /** The table as it was read, if it is in the layout of anndata before 0.7: a dataset of records. */
  legacy?: AnnotationTable | undefined;
}

type Context = Reader & Writer;

function convert(context: Context, change: TableChange): TableEdits {
  const { path, columns, names, add, legacy } = change;
  const before = legacy!;
  const same = difference(columns, {
    path: '',
    names: add ? [] : Object.keys(before.columns),
    read: (name) => before.columns[name],
  }).same;
  const rows = before.names.length;
  checkRows(context, change, rows);
  checkNew(context, change, Object.entries(columns), rows);
  if (same && (!names || sameValue([...names], before.names))) return { rows, edits: [] };
  const left = context.skipped.filter((name) => name.startsWith(`${path.join('/')}/`));
  if (left.length) throw badFile(path.join('/'), left);
  const all = { ...(add ? before.columns : {}), ...columns };
  const write = (parent: Group, name: string) =>
    writeTable(context, parent, name, all, names ?? before.names);
  return { rows, edits: [{ path, write }] };
}

function checkNew(context: Context, { path }: TableChange, put: [string, Column][], rows: number): void {
  for (const [name, column] of put) {
    const argument = `${context.caller}: ${path.join('/')}['${name}']`;
    checkColumn(argument, column);
    sameLength(argument, columnLength(column), rows, 'row');
  }
}

/** Number of rows, from the size of their names alone. */
function rowsOf(group: Group): number {
  const names = child(group, indexName(group));
  const sized = isGroup(names) ? (child(names, 'codes') ?? child(names, 'values')) : names;
  const rows = isDataset(sized) ? sized.shape?.[0] : undefined;
  if (rows !== undefined) return rows;
  throw failure('ZBIO_BAD_FILE', `'${pathOf(group)}' has no names of rows. Write the file again.`);
}

/** Checks that a table still has as many rows as in the file. */
function checkRows({ caller }: Context, { path, names }: TableChange, rows: number): void {
  if (!names || names.length === rows) return;
  throw badValue({
    argument: `${caller}: ${path.join('/')}Names`,
    expected: `${rows} names, as in the file that the cells came from`,
    received: `${names.length}`,
    next: 'Delete adata.source to write a file with nothing but what is in memory.',
  });
}

/** Checks the names of columns that the table doesn't have yet. */
function checkNames(
  context: Context,
  group: Group,
  names: readonly string[],
  added: readonly string[],
): void {
  const argument = `${context.caller}: ${pathOf(group)}`;
  checkColumns(argument, names, indexName(group));
  for (const name of added) {
    checkName(argument, name);
    if (!child(group, name)) continue;
    const expected = `names that the table doesn't use otherwise`;
    throw badValue({ argument, expected, received: `'${name}'`, next: 'Rename the column.' });
  }
}

function editNames(context: Context, group: Group, { path, names }: TableChange): Edit[] {
  if (!names) return [];
  if (sameValue([...names], readNames(context, group))) return [];
  const argument = `${context.caller}: ${path.join('/')}Names`;
  checkList(argument, names);
  return [{ path: [...path, indexName(group)], write: (parent, name) => writeStrings(parent, name, names) }];
}

function editGroup(context: Context, group: Group, change: TableChange): TableEdits {
  const { path, columns, add, kept } = change;
  const order = columnNames(group, indexName(group));
  const before: Before<Column> = {
    path: `${pathOf(group)}/`,
    names: order,
    read: (name) => optional(() => requireColumn(context, group, name)),
  };
  const { put, gone } = difference(columns, add ? nothing : before, kept);
  const at = (name: string) => [...path, ...name.split('/')];
  const added = put.map(([name]) => name).filter((name) => !order.includes(name));
  const now = [...order.filter((name) => !gone.includes(name)), ...added];
  const rows = rowsOf(group);
  checkRows(context, change, rows);
  checkNew(context, change, put, rows);
  checkNames(context, group, now, added);
  const edits = [
    ...editNames(context, group, change),
    ...put.map(([name, column]) => ({
      path: at(name),
      write: (parent: Group, own: string) => writeColumn(context, parent, own, column),
    })),
    ...gone.map((name) => ({ path: at(name) })),
  ];
  if (!added.length && !gone.length) return { rows, edits };
  const finish = (root: Group) => writeOrder(elementAt(root, path) as Group, now);
  return { rows, edits, finish };
}

/** The edits that bring `obs` or `var` of a file to `now`. */
export function editTable(context: Context, root: Group, change: TableChange): TableEdits {
  if (change.legacy) return convert(context, change);
  const group = elementAt(root, change.path);
  if (!isGroup(group)) throw badFile(change.path.join('/'), ['the table']);
  return editGroup(context, group, change);
}
