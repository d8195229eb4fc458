import type { Dataset, Entity, Group } from 'h5wasm';
import { type Column, columnText } from '../column.js';
import { attribute, isDataset, isGroup, pathOf, type Reader } from '../hdf5/h5.js';
import { readColumn } from './readColumn.js';
import { readRecords } from './readRecords.js';

/** The content of `obs` or `var`: names of the rows, and the columns. */
export interface AnnotationTable {
  names: string[];
  columns: Record<string, Column>;
}

/** Name of the column that holds the names of the rows. */
export function indexName(group: Group): string {
  return (attribute(group, '_index') as string | undefined) ?? '_index';
}

/** Names of the columns, in order. */
export function columnNames(group: Group, index: string): string[] {
  const order = attribute(group, 'column-order');
  if (Array.isArray(order)) return order as string[];
  return group.keys().filter((name) => name !== index && name !== '__categories');
}

/** Reads the names of the rows. */
export function readNames(reader: Reader, group: Group): string[] {
  const index = indexName(group);
  const names = readColumn(reader, group, index);
  if (!names) throw new Error(`readH5ad: '${pathOf(group)}' has no index '${index}'. Write the file again.`);
  return columnText(names).map((name) => name ?? '');
}

function readGroup(reader: Reader, group: Group): AnnotationTable {
  const index = indexName(group);
  const columns: AnnotationTable['columns'] = {};
  for (const name of columnNames(group, index)) {
    const column = readColumn(reader, group, name);
    if (column) columns[name] = column;
    else reader.skipped.push(`${pathOf(group)}/${name}`);
  }
  return { names: readNames(reader, group), columns };
}

/** Before anndata 0.7, a table was one dataset of records with the index as the first field. */
function readLegacy({ skipped }: Reader, dataset: Dataset): AnnotationTable {
  const [index, ...rest] = readRecords(dataset);
  const columns: AnnotationTable['columns'] = {};
  for (const [name, values] of rest) {
    if (values && !('shape' in values)) columns[name] = values;
    else skipped.push(`${pathOf(dataset)}/${name}`);
  }
  return { names: columnText(index![1] as Column).map(String), columns };
}

/** Reads `obs` or `var` in any layout; adds the paths of columns without a counterpart here to `reader.skipped`. */
export function readTable(reader: Reader, entity: Entity): AnnotationTable {
  if (isGroup(entity)) return readGroup(reader, entity);
  if (isDataset(entity)) return readLegacy(reader, entity);
  throw new Error('readH5ad: expected obs and var to be tables. Write the file again.');
}
