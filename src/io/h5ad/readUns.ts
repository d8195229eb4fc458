import type { Dataset, Entity, Group } from 'h5wasm';
import type { UnsValue } from '../anndata.js';
import { attribute, encodingOf, isDataset, isGroup, pathOf, type Reader } from '../hdf5/h5.js';
import { readPlain } from './readColumn.js';
import { readMatrix } from './readMatrix.js';
import { kindOf, readBooleans, readNumbers, readStrings } from './readValues.js';

function readScalar(reader: Reader, dataset: Dataset): UnsValue | undefined {
  const kind = kindOf(dataset.metadata);
  if (kind === 'numbers') return readNumbers(dataset)[0]!;
  if (kind === 'booleans') return readBooleans(dataset)[0]!;
  return kind === 'strings' ? readStrings(reader, dataset)[0]! : undefined;
}

function readDataset(reader: Reader, dataset: Dataset): UnsValue | undefined {
  if (kindOf(dataset.metadata) === 'nothing') return null;
  const dimensions = dataset.shape!.length;
  if (dimensions === 0) return readScalar(reader, dataset);
  if (dimensions === 2) return readMatrix(dataset) as UnsValue | undefined;
  const values = readPlain(reader, dataset);
  // Before anndata 0.7, a single string was an array with one entry.
  const single = !encodingOf(dataset) && values?.length === 1 && typeof values[0] === 'string';
  return single ? values[0] : values;
}

/** Whether a group of `uns` is a dictionary, not a matrix or a table. */
export function isDictionaryGroup(group: Group): boolean {
  const encoding = encodingOf(group);
  return encoding === 'dict' || (encoding === undefined && attribute(group, 'h5sparse_format') === undefined);
}

/** Reads an element of `uns`. If it has no counterpart here, returns undefined and adds its path to `reader.skipped`. */
export function readUns(reader: Reader, entity: Entity | null): UnsValue | undefined {
  if (isGroup(entity) && isDictionaryGroup(entity)) return readDictionary(reader, entity);
  const value = isDataset(entity) ? readDataset(reader, entity) : undefined;
  if (value === undefined && (isDataset(entity) || isGroup(entity))) reader.skipped.push(pathOf(entity));
  return value;
}

/** Reads `uns` itself, or a dictionary in it. */
export function readDictionary(reader: Reader, group: Group): Record<string, UnsValue> {
  const read = group.keys().map((name) => [name, readUns(reader, group.get(name))] as const);
  return Object.fromEntries(read.filter((entry): entry is [string, UnsValue] => entry[1] !== undefined));
}
