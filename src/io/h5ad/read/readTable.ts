import type { Dataset, Entity, Group } from 'h5wasm';
import { listed } from '../../../check/quoted.js';
import { type Column, isCategorical, isNullable } from '../../column.js';
import { badElement, optional } from '../../hdf5/badElement.js';
import { attribute, child, isDataset, isGroup, pathOf, type Reader, singleAttribute } from '../../hdf5/h5.js';
import { requireColumn } from './readColumn.js';
import { readRecords } from './readRecords.js';

/** The content of `obs` or `var`: names of the rows, and the columns. */
export interface AnnotationTable {
  names: string[];
  columns: Record<string, Column>;
}

/** Name of the column that holds the names of the rows. */
export function indexName(group: Group): string {
  const name = singleAttribute(group, '_index');
  if (typeof name === 'string') return name;
  return !group.keys().includes('_index') && group.keys().includes('index') ? 'index' : '_index';
}

/** Names of the columns, in order. */
export function columnNames(group: Group, index: string): string[] {
  const order = attribute(group, 'column-order');
  if (Array.isArray(order)) return order.filter((name) => typeof name === 'string');
  if (typeof order === 'string') return [order];
  return group.keys().filter((name) => name !== index && name !== '__categories');
}

/** Text of a name as pandas makes it of a number or a boolean: 'True', '1.0'. */
function nameText(value: unknown, floats: boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return floats && Number.isInteger(value) && Math.abs(value as number) < 1e16 ? `${value}.0` : String(value);
}

function namesOf(column: Column): string[] {
  const entries = isCategorical(column) ? column.categories : isNullable(column) ? column.values : column;
  const floats = entries instanceof Float64Array || entries instanceof Float32Array;
  const texts = Array.from<unknown, string>(entries, (value) => nameText(value, floats));
  if (isCategorical(column)) return Array.from(column.codes, (code) => texts[code] ?? '');
  return isNullable(column) ? texts.map((text, i) => (column.mask[i] ? '' : text)) : texts;
}

/** Reads the names of the rows. */
export function readNames(reader: Reader, group: Group): string[] {
  const index = indexName(group);
  if (child(group, index)) return namesOf(requireColumn(reader, group, index));
  const expected = `a table with the index '${index}'`;
  const found = `one with ${listed(group.keys()) || 'nothing'}`;
  throw badElement({ path: pathOf(group), expected, found, next: 'Write the file again.' });
}

/** Elements that `column-order` doesn't name. anndata ignores them too. */
function unnamed(group: Group, index: string, columns: readonly string[]): string[] {
  const named = new Set([index, '__categories', ...columns.map((name) => name.split('/')[0]!)]);
  return group.keys().filter((name) => !named.has(name));
}

function readGroup(reader: Reader, group: Group): AnnotationTable {
  const index = indexName(group);
  const names = readNames(reader, group);
  const order = columnNames(group, index);
  const columns: [string, Column][] = [];
  const leave = (name: string) => reader.skipped.push(`${pathOf(group)}/${name}`);
  for (const name of order) {
    const left = reader.leaveOut?.includes(`${pathOf(group)}/${name}`);
    const column = left ? undefined : optional(() => requireColumn(reader, group, name, names.length));
    if (column) columns.push([name, column]);
    else leave(name);
  }
  unnamed(group, index, order).forEach(leave);
  return { names, columns: Object.fromEntries(columns) };
}

/** Before anndata 0.7, a table was one dataset of records with the index as the first field. */
function readLegacy(reader: Reader, dataset: Dataset): AnnotationTable {
  const [index, ...rest] = readRecords(reader, dataset);
  const columns: [string, Column][] = [];
  for (const [name, values] of rest) {
    if (values && !('shape' in values)) columns.push([name, values]);
    else reader.skipped.push(`${pathOf(dataset)}/${name}`);
  }
  return { names: namesOf(index![1] as Column), columns: Object.fromEntries(columns) };
}

/** Reads `obs` or `var` in any layout; adds the paths of columns without a counterpart here to `reader.skipped`. */
export function readTable(reader: Reader, entity: Entity): AnnotationTable {
  if (isGroup(entity)) return readGroup(reader, entity);
  if (isDataset(entity)) return readLegacy(reader, entity);
  const next = 'Write the file again.';
  throw badElement({ path: 'obs or var', expected: 'a table', found: 'a link to none', next });
}
