import { describe, expect, test } from 'vitest';
import { numberWithin, oneOf, wholeNumber } from '../../src/check/checks.js';
import { asGiven, type OptionTable, readOptions } from '../../src/check/options.js';

interface Options {
  cells: number;
  kernel?: 'rbf' | 'linear';
  rate?: number;
  labels?: readonly string[];
  list?: number[];
}

const table = {
  cells: wholeNumber,
  kernel: (argument, given = 'rbf') => oneOf(argument, given, ['rbf', 'linear']),
  rate: (argument, given = 0.1) => numberWithin(argument, given, 0),
  labels: asGiven,
  list: (_, given = []) => given,
} satisfies OptionTable<Options>;

const read = (options: object, between?: ': ' | '.') => readOptions('f', options as Options, table, between);

describe('readOptions', () => {
  test('fills in defaults and keeps given values', () => {
    expect(read({ cells: 3 })).toEqual({ cells: 3, kernel: 'rbf', rate: 0.1, labels: undefined, list: [] });
    const given = { cells: 3, kernel: 'linear', rate: 0, labels: ['a'], list: [1] };
    expect(read(given)).toEqual(given);
  });

  test('an explicit undefined counts as not given', () => {
    const none = { kernel: undefined, rate: undefined, labels: undefined, list: undefined };
    expect(read({ cells: 3, ...none })).toEqual(read({ cells: 3 }));
    expect(() => read({ cells: undefined })).toThrow(
      'f: cells: expected a whole number >= 1, received undefined.',
    );
  });

  test('null, NaN and 0 are values, which are checked', () => {
    expect(() => read({ cells: null })).toThrow('f: cells: expected a whole number >= 1, received null.');
    expect(() => read({ cells: 1, rate: Number.NaN })).toThrow(/^f: rate: .*received NaN/);
    expect(read({ cells: 1, rate: 0 }).rate).toBe(0);
  });

  test('each call makes its own default, and given values are left unchanged', () => {
    const given = Object.freeze({ cells: 3 });
    expect(read(given).list).not.toBe(read(given).list);
  });

  test('an option of an option is named with a dot', () => {
    expect(() => read({ cells: 0 }, '.')).toThrow('f.cells: expected a whole number >= 1, received 0.');
  });

  test.each(['kernell', 'toString', 'constructor', '__proto__x'])('refuses %s by name', (name) => {
    const message = `f: expected options among cells, kernel, rate, labels, list, received unknown option '${name}'.`;
    expect(() => read({ cells: 3, [name]: 1 })).toThrow(message);
    expect(() => read({ cells: 3, [name]: undefined })).toThrow(message);
  });

  test('names an unknown option before it complains about a value', () => {
    expect(() => read({ cels: 3 })).toThrow("Did you mean 'cells'?");
  });

  test.each([[0.5], [null], [undefined], [() => 0]])('refuses %o in place of options', (wrong) => {
    expect(() => read(wrong as never)).toThrow(/^f: expected an object with options, received/);
  });
});
