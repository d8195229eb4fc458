import type { Group } from 'h5wasm';
import { badType } from '../../check/errors.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { UnsValue } from '../anndata.js';
import { pathOf } from '../hdf5/h5.js';
import { toNumbers, writePlain } from './writeColumn.js';
import { writeMatrix } from './writeMatrix.js';
import { createGroup, writeBooleans, writeNumbers, writeStrings } from './writeValues.js';

function isMatrix(value: object): value is Matrix {
  return (
    'data' in value && value.data instanceof Float32Array && 'shape' in value && Array.isArray(value.shape)
  );
}

function isDictionary(value: unknown): value is Record<string, UnsValue> {
  const prototype: unknown = typeof value === 'object' && value !== null && Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isPlainArray(value: unknown): value is Float64Array | Float32Array | Int32Array | string[] {
  if (Array.isArray(value)) {
    const kind = typeof value[0];
    const plain = ['string', 'number', 'boolean', 'undefined'].includes(kind);
    return plain && value.every((entry) => typeof entry === kind);
  }
  return value instanceof Float64Array || value instanceof Float32Array || value instanceof Int32Array;
}

/** Writes an element of `uns`. null isn't written: h5wasm can't write it, and an absent element means the same. */
export function writeUns(parent: Group, name: string, value: UnsValue): void {
  if (value === null) return;
  if (typeof value === 'string') writeStrings(parent, name, [value], []);
  else if (typeof value === 'number') writeNumbers(parent, name, toNumbers([value]), []);
  else if (typeof value === 'boolean') writeBooleans(parent, name, [value], []);
  else if (isPlainArray(value)) writePlain(parent, name, value);
  else if (isDictionary(value) && isMatrix(value)) writeMatrix(parent, name, value);
  else if (isDictionary(value)) writeDictionary(parent, name, value);
  else {
    const argument = `writeH5ad: '${pathOf(parent)}/${name}'`;
    const expected = 'a value, an array of one kind of values, a Matrix or a plain object of these';
    throw badType({ argument, expected, received: Object.prototype.toString.call(value) });
  }
}

/** Writes `uns` itself, or a dictionary in it. */
export function writeDictionary(parent: Group, name: string, values: Record<string, UnsValue>): void {
  const group = createGroup(parent, name, 'dict');
  for (const [key, value] of Object.entries(values)) writeUns(group, key, value);
}
