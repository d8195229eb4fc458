import { sameLength } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import { listed } from '../check/quoted.js';
import { checkCodes } from '../matrix/categories.js';
import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';
import { type Categorical, type Column, isCategorical, isNullable } from './column.js';

/** Checks that h5ad can hold an element of this name. */
export function checkName(argument: string, name: string): void {
  if (name !== '' && name !== '.' && !/[/\0]/.test(name)) return;
  const expected = "names without '/', as h5ad takes them for paths";
  const example = name.replace(/[/\0]/g, '_');
  const next = /\w/.test(example) ? `Rename it, for example to '${example}'.` : 'Rename it.';
  throw badValue({ argument, expected, received: `'${name.replaceAll('\0', '\\0')}'`, next });
}

const describe = (value: unknown): string =>
  value === null || typeof value !== 'object' ? String(value) : Object.prototype.toString.call(value);

function checkText(argument: string, text: string, at: number): void {
  if (!text.includes('\0')) return;
  const received = `${JSON.stringify(text)} in entry ${at}`;
  throw badValue({ argument, expected: 'text without the character NUL, which HDF5 ends text at', received });
}

/** Checks that all entries of a list are text, all are numbers or all are booleans. */
export function checkList(argument: string, values: readonly unknown[]): void {
  const kind = typeof values[0];
  values.forEach((value, at) => {
    if (typeof value === 'string') checkText(argument, value, at);
    if (typeof value === kind && ['string', 'number', 'boolean'].includes(kind)) return;
    throw badType({
      argument,
      expected: 'entries of one kind: all text, all numbers or all booleans',
      received: `${describe(values[0])} in entry 0${at ? `, ${describe(value)} in entry ${at}` : ''}`,
      next: 'Convert them to text, or make a column with missing entries by categorical(values).',
    });
  });
}

function checkCategorical(argument: string, { categories, codes }: Categorical): void {
  checkList(`${argument}: categories`, categories);
  const seen = new Set<unknown>();
  const twice = (categories as unknown[]).find((category) => seen.size === seen.add(category).size);
  if (twice !== undefined) {
    throw badValue({ argument, expected: 'categories that differ', received: `'${String(twice)}' twice` });
  }
  checkCodes(argument, codes, categories.length);
}

/** Checks that a column can be written and read again. */
export function checkColumn(argument: string, column: Column): void {
  if (typeof column !== 'object' || column === null) {
    const expected = 'a column: a typed array, a list of text or booleans, or the result of categorical()';
    throw badType({ argument, expected, received: describe(column) });
  }
  if (ArrayBuffer.isView(column)) return;
  if (Array.isArray(column)) checkList(argument, column);
  else if (isCategorical(column)) checkCategorical(argument, column);
  else if (isNullable(column)) {
    sameLength(`${argument}: mask`, column.mask.length, column.values.length, 'value');
    checkColumn(`${argument}: values`, column.values);
  } else {
    const expected = 'a column: a typed array, a list of text or booleans, or the result of categorical()';
    throw badType({ argument, expected, received: `an object with ${listed(Object.keys(column))}` });
  }
}

/** Checks that a matrix has as many values as its shape says. */
export function checkMatrix(argument: string, matrix: Matrix | CsrMatrix): void {
  const [rows, columns] = matrix.shape;
  // What looks like a matrix may be any object of the caller's.
  const { data } = matrix;
  const expected = isCsr(matrix) ? matrix.indices?.length : rows * columns;
  const whole = isCsr(matrix)
    ? ArrayBuffer.isView(matrix.indptr) &&
      matrix.indptr.length === rows + 1 &&
      matrix.indptr.at(-1) === data.length
    : true;
  if (data.length === expected && whole) return;
  const of = isCsr(matrix)
    ? 'as many data as indices, and indptr to end there'
    : `data of ${rows} x ${columns} = ${rows * columns} values`;
  throw badValue({ argument, expected: of, received: `${data.length} values` });
}
