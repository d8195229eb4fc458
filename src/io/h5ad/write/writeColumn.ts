import type { Group } from 'h5wasm';
import { type Categorical, type Column, isCategorical, isNullable, type Nullable } from '../../column.js';
import type { Writer } from '../../hdf5/h5.js';
import { createGroup, writeBooleans, writeNumbers, writeStrings } from './writeValues.js';

/** Writes entries, none of which is missing. An empty list counts as text. */
export function writePlain(
  writer: Writer,
  parent: Group,
  name: string,
  values: Nullable['values'] | number[],
): void {
  if (!Array.isArray(values)) writeNumbers(parent, name, values);
  else if (typeof values[0] === 'boolean') writeBooleans(writer, parent, name, values as boolean[]);
  else if (typeof values[0] === 'number') writeNumbers(parent, name, toNumbers(values as number[]));
  else writeStrings(parent, name, values as string[]);
}

/** Converts whole numbers to 32-bit integers if all fit, other numbers to 64-bit floating point. */
export function toNumbers(values: readonly number[]): Int32Array | Float64Array {
  const whole = values.every((value) => Object.is(value, value | 0));
  return whole ? Int32Array.from(values) : Float64Array.from(values);
}

function writeCategorical(
  writer: Writer,
  parent: Group,
  name: string,
  { categories, codes, ordered = false }: Categorical,
): void {
  const group = createGroup(parent, name, 'categorical', '0.2.0');
  writePlain(writer, group, 'categories', categories);
  writeNumbers(group, 'codes', categories.length < 128 ? Int8Array.from(codes) : codes);
  group.create_attribute('ordered', Int8Array.of(Number(ordered)), [], '<b');
}

function writeNullable(writer: Writer, parent: Group, name: string, { values, mask }: Nullable): void {
  const whole = values instanceof Int32Array || !Array.isArray(values);
  const kind = whole ? 'integer' : typeof values[0] === 'boolean' ? 'boolean' : 'string-array';
  const group = createGroup(parent, name, `nullable-${kind}`);
  writePlain(writer, group, 'values', values);
  writeBooleans(writer, group, 'mask', Array.from(mask, Boolean));
}

/** Writes one column of a table. Masked floating point is written with NaN: anndata masks whole numbers only. */
export function writeColumn(writer: Writer, parent: Group, name: string, column: Column): void {
  if (isCategorical(column)) writeCategorical(writer, parent, name, column);
  else if (!isNullable(column)) writePlain(writer, parent, name, column);
  else if (column.values instanceof Float64Array || column.values instanceof Float32Array) {
    writeNumbers(
      parent,
      name,
      column.values.map((value, i) => (column.mask[i] ? Number.NaN : value)),
    );
  } else writeNullable(writer, parent, name, column);
}
