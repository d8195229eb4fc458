import type { Dataset, Entity, Group } from 'h5wasm';
import { listed } from '../../../check/quoted.js';
import type { Categorical, Column, Nullable } from '../../column.js';
import { badElement, foreignElement, optional } from '../../hdf5/badElement.js';
import {
  child,
  encodingOf,
  isDataset,
  isGroup,
  pathOf,
  type Reader,
  singleAttribute,
} from '../../hdf5/h5.js';
import { spendElement } from '../../hdf5/spend.js';
import { describe, kindOf } from './kindOf.js';
import { legacyCategoriesOf } from './legacyCategoriesOf.js';
import { readBooleans, readNumbers, readStrings, readWhole } from './readValues.js';

/** Reads a one-dimensional dataset without missing entries. Throws for something else. */
export function readPlain(reader: Reader, dataset: Dataset): Nullable['values'] {
  const kind = kindOf(dataset.metadata);
  if (dataset.shape?.length !== 1) {
    const expected = 'values in one dimension';
    throw foreignElement({ path: pathOf(dataset), expected, found: describe(dataset) });
  }
  if (kind === 'booleans') return readBooleans(reader, dataset);
  return kind === 'strings' ? readStrings(reader, dataset) : readNumbers(reader, dataset);
}

/** One of the datasets that a column or matrix consists of. */
export function partOf(group: Group, name: string): Dataset {
  const part = child(group, name);
  if (isDataset(part)) return part;
  const names = group.keys();
  const found = names.includes(name)
    ? `one whose '${name}' isn't a dataset of this file but a group, a type or a link`
    : `one with ${listed(names) || 'nothing'}`;
  throw badElement({ path: pathOf(group), expected: `a group with the dataset '${name}'`, found });
}

function readNullable(reader: Reader, group: Group): Nullable {
  const [values, mask] = [partOf(group, 'values'), partOf(group, 'mask')];
  if (mask.shape?.length !== 1 || mask.shape[0] !== values.shape?.[0]) {
    const expected = `a mask of ${values.shape?.[0] ?? 0} entries`;
    throw badElement({ path: pathOf(mask), expected, found: `one of [${mask.shape?.join(', ') ?? ''}]` });
  }
  return { values: readPlain(reader, values), mask: Uint8Array.from(readBooleans(reader, mask), Number) };
}

function isNullableGroup(entity: Entity | null): entity is Group {
  return isGroup(entity) && (encodingOf(entity) ?? '').startsWith('nullable-');
}

function categoryValues(reader: Reader, entity: Group | Dataset): Nullable['values'] {
  if (isDataset(entity)) return readPlain(reader, entity);
  const { values, mask } = readNullable(reader, entity);
  const missing = mask.indexOf(1);
  if (missing < 0) return values;
  throw badElement({
    path: pathOf(entity),
    expected: 'a name for every category',
    found: `none for ${missing}`,
  });
}

function readCategories(reader: Reader, entity: Group | Dataset): Categorical['categories'] {
  const found = categoryValues(reader, entity);
  const categories = Array.isArray(found) ? found : Array.from(found);
  const repeated = categories.length - new Set<unknown>(categories).size;
  if (repeated === 0) return categories;
  throw badElement({
    path: pathOf(entity),
    expected: 'categories that differ',
    found: `${repeated} repeated`,
  });
}

function readCategorical(
  reader: Reader,
  codes: Dataset,
  names: Group | Dataset,
  ordered: unknown,
): Categorical {
  if (codes.shape?.length !== 1) {
    throw badElement({ path: pathOf(codes), expected: 'codes in one dimension', found: describe(codes) });
  }
  const categories = readCategories(reader, names);
  return {
    categories,
    codes: readWhole(reader, codes, -1, categories.length),
    ...(ordered ? { ordered: true } : {}),
  };
}

function readGroupColumn(reader: Reader, group: Group): Column {
  if (isNullableGroup(group)) return readNullable(reader, group);
  const encoding = encodingOf(group);
  if (encoding !== 'categorical') {
    const found = encoding ? `'${encoding}'` : 'a group';
    throw foreignElement({ path: pathOf(group), expected: 'a column', found });
  }
  const names = child(group, 'categories');
  const categories = isNullableGroup(names) ? names : partOf(group, 'categories');
  return readCategorical(reader, partOf(group, 'codes'), categories, singleAttribute(group, 'ordered'));
}

/** Throws, before values are read, if a column has another number of entries than its table. */
function checkEntries(entity: Group | Dataset, entries: number | undefined): void {
  const own = isDataset(entity) ? entity : (child(entity, 'codes') ?? child(entity, 'values'));
  if (entries === undefined || !isDataset(own) || own.shape?.length !== 1 || own.shape[0] === entries) return;
  const expected = `${entries} entries, one for each name in the index`;
  throw badElement({ path: pathOf(own), expected, found: `${own.shape[0]}` });
}

/**
 * Reads a column of a table. Throws if its kind has no counterpart here.
 *
 * @param table - The group that holds it; anndata 0.7 keeps all categories in one subgroup of it.
 * @param entries - Number of entries it must have; by default, any.
 */
export function requireColumn(reader: Reader, table: Group, name: string, entries?: number): Column {
  spendElement(reader, `${pathOf(table)}/${name}`);
  const entity: Entity | null = child(table, name);
  if (!isGroup(entity) && !isDataset(entity)) {
    const found = entity ? 'a link to an element outside the file, or to none' : 'none';
    throw foreignElement({ path: `${pathOf(table)}/${name}`, expected: 'a column', found });
  }
  checkEntries(entity, entries);
  if (isGroup(entity)) return readGroupColumn(reader, entity);
  const names = legacyCategoriesOf(reader, table, entity, name);
  return names
    ? readCategorical(reader, entity, names, singleAttribute(names, 'ordered'))
    : readPlain(reader, entity);
}

/** Reads a column of a table as {@link requireColumn} does; undefined if its kind has no counterpart here. */
export function readColumn(reader: Reader, table: Group, name: string, entries?: number): Column | undefined {
  return optional(() => requireColumn(reader, table, name, entries));
}
