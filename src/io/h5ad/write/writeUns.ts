import type { Group } from 'h5wasm';
import type { UnsValue } from '../../anndata.js';
import { isDictionary, isMatrix } from '../../checkUns.js';
import type { Writer } from '../../hdf5/h5.js';
import { toNumbers, writePlain } from './writeColumn.js';
import { writeMatrix } from './writeMatrix.js';
import { createGroup, finish, writeBooleans, writeNumbers, writeStrings } from './writeValues.js';

/** Writes an element of `uns`. null isn't written: h5wasm can't write it, and an absent element means the same. */
export function writeUns(writer: Writer, parent: Group, name: string, value: UnsValue): void {
  if (value === null) return;
  if (typeof value === 'string') writeStrings(parent, name, [value], []);
  else if (typeof value === 'number') writeNumbers(parent, name, toNumbers([value]), []);
  else if (typeof value === 'boolean') writeBooleans(writer, parent, name, [value], []);
  else if (isMatrix(value)) finish(writeMatrix(parent, name, value));
  else if (isDictionary(value)) writeDictionary(writer, parent, name, value);
  else writePlain(writer, parent, name, value);
}

/** Writes `uns` itself, or a dictionary in it. */
export function writeDictionary(
  writer: Writer,
  parent: Group,
  name: string,
  values: Record<string, UnsValue>,
): void {
  const group = createGroup(parent, name, 'dict');
  for (const [key, value] of Object.entries(values)) writeUns(writer, group, key, value);
}
