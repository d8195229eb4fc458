import type { Group } from 'h5wasm';
import { badValue } from '../../check/errors.js';
import type { Column } from '../column.js';
import { writeColumn } from './writeColumn.js';
import { createGroup, writeStrings } from './writeValues.js';

const index = '_index';

/** Writes `obs` or `var`: its columns, in order, and the names of its rows. */
export function writeTable(
  root: Group,
  name: string,
  columns: Record<string, Column>,
  names: readonly string[],
): void {
  const group = createGroup(root, name, 'dataframe', '0.2.0');
  const order = Object.keys(columns);
  if (order.includes(index)) {
    const argument = `writeH5ad: ${name}`;
    const expected = `no column '${index}', a name reserved for the row names`;
    throw badValue({ argument, expected, received: 'one' });
  }
  for (const key of order) writeColumn(group, key, columns[key]!);
  writeStrings(group, index, names);
  group.create_attribute('_index', index);
  // An empty list has no type; anndata writes floating point for it.
  if (order.length) group.create_attribute('column-order', order);
  else group.create_attribute('column-order', new Float64Array(0), [0]);
}
