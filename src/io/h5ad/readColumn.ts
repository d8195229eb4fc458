import type { Dataset, Entity, Group } from 'h5wasm';
import type { Categorical, Column, Nullable } from '../column.js';
import { attribute, child, encodingOf, isDataset, isGroup, type Reader } from '../hdf5/h5.js';
import { kindOf, readBooleans, readInto, readNumbers, readStrings, sizeOf } from './readValues.js';

/** Reads a one-dimensional dataset without missing entries; undefined if it is something else. */
export function readPlain(reader: Reader, dataset: Dataset): Nullable['values'] | undefined {
  const kind = kindOf(dataset.metadata);
  if (dataset.shape?.length !== 1) return undefined;
  if (kind === 'numbers') return readNumbers(dataset);
  if (kind === 'booleans') return readBooleans(dataset);
  return kind === 'strings' ? readStrings(reader, dataset) : undefined;
}

function readCategories(reader: Reader, dataset: Dataset): Categorical['categories'] {
  const values = readPlain(reader, dataset) ?? [];
  return Array.isArray(values) ? values : Array.from(values);
}

function readCategorical(reader: Reader, codes: Dataset, categories: Dataset, ordered: unknown): Categorical {
  return {
    categories: readCategories(reader, categories),
    codes: readInto(codes, new Int32Array(sizeOf(codes))),
    ...(ordered ? { ordered: true } : {}),
  };
}

function readEncoded(reader: Reader, group: Group): Column | undefined {
  const encoding = encodingOf(group) ?? '';
  const part = (name: string) => child(group, name) as Dataset;
  if (encoding === 'categorical') {
    return readCategorical(reader, part('codes'), part('categories'), attribute(group, 'ordered'));
  }
  if (!encoding.startsWith('nullable-')) return undefined;
  const values = readPlain(reader, part('values'));
  return values && { values, mask: Uint8Array.from(readBooleans(part('mask')), Number) };
}

/**
 * Reads a column of a table; undefined if its kind has no counterpart here.
 *
 * @param table - The group that holds it; anndata 0.7 keeps all categories in one subgroup of it.
 */
export function readColumn(reader: Reader, table: Group, name: string): Column | undefined {
  const entity: Entity | null = child(table, name);
  if (isGroup(entity)) return readEncoded(reader, entity);
  if (!isDataset(entity)) return undefined;
  if (!('categories' in entity.attrs)) return readPlain(reader, entity);
  const categories = table.get(`__categories/${name}`) as Dataset;
  return readCategorical(reader, entity, categories, attribute(categories, 'ordered'));
}
