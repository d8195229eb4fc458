import type { Group } from 'h5wasm';
import { rowNames as index } from '../../checkContents.js';
import type { Column } from '../../column.js';
import type { Writer } from '../../hdf5/h5.js';
import { writeColumn } from './writeColumn.js';
import { createGroup, writeStrings } from './writeValues.js';

const columnOrder = 'column-order';

/** Writes `obs` or `var`: its columns, in order, and the names of its rows. */
export function writeTable(
  writer: Writer,
  root: Group,
  name: string,
  columns: Record<string, Column>,
  names: readonly string[],
): void {
  const group = createGroup(root, name, 'dataframe', '0.2.0');
  const order = Object.keys(columns);
  for (const key of order) writeColumn(writer, group, key, columns[key]!);
  writeStrings(group, index, names);
  group.create_attribute('_index', index);
  writeOrder(group, order);
}

/** Writes the names of a table's columns in their order, instead of those that are there. */
export function writeOrder(table: Group, order: readonly string[]): void {
  if (columnOrder in table.attrs) table.delete_attribute(columnOrder);
  // An empty list has no type; anndata writes floating point for it.
  if (order.length) table.create_attribute(columnOrder, [...order]);
  else table.create_attribute(columnOrder, new Float64Array(0), [0]);
}
