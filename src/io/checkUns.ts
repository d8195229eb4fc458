import { badType } from '../check/errors.js';
import type { Matrix } from '../matrix/matrix.js';
import type { UnsValue } from './anndata.js';
import { checkList, checkMatrix, checkName } from './checkElement.js';

function isPlainObject(value: unknown): value is object {
  const prototype: unknown = typeof value === 'object' && value !== null && Object.getPrototypeOf(value);
  return prototype !== false && (prototype === null || Object.getPrototypeOf(prototype) === null);
}

const describe = (value: unknown): string =>
  typeof value === 'object' ? Object.prototype.toString.call(value) : `a ${typeof value}`;

/** Whether a value of `uns` is a matrix. */
export function isMatrix(value: unknown): value is Matrix {
  if (!isPlainObject(value) || !('data' in value && 'shape' in value)) return false;
  return ArrayBuffer.isView(value.data) && Array.isArray(value.shape);
}

/** Whether a value of `uns` is a dictionary. */
export function isDictionary(value: unknown): value is Record<string, UnsValue> {
  return isPlainObject(value) && !isMatrix(value);
}

const plain = ['string', 'number', 'boolean'];

/** Checks that a value of `uns` can be written: a value, an array of one kind of values, a Matrix or a dictionary of these. */
export function checkUns(argument: string, value: unknown, around: readonly unknown[] = []): void {
  if (value === null || plain.includes(typeof value) || ArrayBuffer.isView(value)) return;
  if (Array.isArray(value)) checkList(argument, value);
  else if (isMatrix(value)) checkMatrix(argument, value);
  else if (isDictionary(value) && !around.includes(value)) {
    for (const [name, entry] of Object.entries(value)) {
      checkName(argument, name);
      checkUns(`${argument}['${name}']`, entry, [...around, value]);
    }
  } else {
    const expected = 'a value, an array of one kind of values, a Matrix or a plain object of these';
    const received = around.includes(value) ? 'an object that contains itself' : describe(value);
    throw badType({ argument, expected, received, next: 'Convert it, or delete it from uns.' });
  }
}
