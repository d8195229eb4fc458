import type { Dataset, Entity, Group } from 'h5wasm';
import { type Column, columnText } from '../column.js';
import { attribute, isDataset, isGroup, pathOf, type Reader } from './h5.js';
import { readColumn } from './readColumn.js';
import { readRecords } from './readRecords.js';

/** `obs` or `var`: names of the rows and the columns. */
export interface Table {
  names: string[];
  columns: Record<string, Column>;
}

function columnNames(group: Group, index: string): string[] {
  const order = attribute(group, 'column-order');
  if (Array.isArray(order)) return order as string[];
  return group.keys().filter((name) => name !== index && name !== '__categories');
}

function readGroup(reader: Reader, group: Group): Table {
  const index = (attribute(group, '_index') as string | undefined) ?? '_index';
  const columns: Table['columns'] = {};
  for (const name of columnNames(group, index)) {
    const column = readColumn(reader, group, name);
    if (column) columns[name] = column;
    else reader.skipped.push(`${pathOf(group)}/${name}`);
  }
  const names = readColumn(reader, group, index);
  if (!names) throw new Error(`readH5ad: '${pathOf(group)}' has no index '${index}'. Write the file anew.`);
  return { names: columnText(names).map((name) => name ?? ''), columns };
}

/** Before anndata 0.7 a table was one dataset of records with the index as first field. */
function readLegacy({ skipped }: Reader, dataset: Dataset): Table {
  const [index, ...rest] = readRecords(dataset);
  const columns: Table['columns'] = {};
  for (const [name, values] of rest) {
    if (values && !('shape' in values)) columns[name] = values;
    else skipped.push(`${pathOf(dataset)}/${name}`);
  }
  return { names: columnText(index![1] as Column).map(String), columns };
}

/** Reads `obs` or `var` in any of its layouts; what has no counterpart here is added to `reader.skipped`. */
export function readTable(reader: Reader, entity: Entity): Table {
  if (isGroup(entity)) return readGroup(reader, entity);
  if (isDataset(entity)) return readLegacy(reader, entity);
  throw new Error('readH5ad: expected obs and var to be tables. Write the file anew.');
}
