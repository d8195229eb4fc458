import { describe, expect, test } from 'vitest';
import {
  numberWithin,
  oneOf,
  rejectUnknown,
  sameLength,
  trueOrFalse,
  wholeNumber,
} from '../../src/check/checks.js';
import { badType, badValue } from '../../src/check/errors.js';

const thrownBy = (body: () => unknown): Error => {
  try {
    body();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it threw nothing');
};

describe('errors', () => {
  const parts = { argument: 'fit: x', expected: 'cells', received: 'a tree' };

  test('state argument, expected, received and, if there is one, the next step', () => {
    expect(badValue(parts).message).toBe('fit: x: expected cells, received a tree.');
    expect(badType({ ...parts, next: 'Fell it.' }).message).toBe(
      'fit: x: expected cells, received a tree. Fell it.',
    );
  });

  test('are RangeErrors for values and TypeErrors for types', () => {
    expect(badValue(parts)).toBeInstanceOf(RangeError);
    expect(badType(parts)).toBeInstanceOf(TypeError);
  });
});

describe('oneOf', () => {
  const known = ['rbf', 'linear'] as const;

  test('returns an allowed name', () => {
    expect(oneOf('kernel', 'linear', known)).toBe('linear');
  });

  test.each<[unknown, string]>([
    ['liner', "kernel: expected one of 'rbf', 'linear', received 'liner'. Did you mean 'linear'?"],
    [3, "kernel: expected one of 'rbf', 'linear', received 3."],
    [null, "kernel: expected one of 'rbf', 'linear', received null."],
    [['rbf'], "kernel: expected one of 'rbf', 'linear', received an array of 1."],
    [{}, "kernel: expected one of 'rbf', 'linear', received an object."],
  ])('refuses %o', (value, message) => {
    expect(thrownBy(() => oneOf('kernel', value, known))).toMatchObject({ name: 'RangeError', message });
  });
});

describe('rejectUnknown', () => {
  test('accepts allowed keys, even if their value is undefined', () => {
    expect(() => rejectUnknown('mmd', { a: 1, b: undefined }, ['a', 'b', 'c'])).not.toThrow();
    expect(() => rejectUnknown('mmd', {}, ['a'])).not.toThrow();
  });

  test('names the unknown key and the nearest allowed one', () => {
    expect(() => rejectUnknown('mmd', { kernelMull: 1 }, ['kernelMul', 'kernelNum'])).toThrow(
      "mmd: expected options among kernelMul, kernelNum, received unknown option 'kernelMull'. Did you mean 'kernelMul'?",
    );
  });

  test.each([[0.5], [null], [() => 0]])('refuses %o in place of options', (wrong) => {
    expect(thrownBy(() => rejectUnknown('adversary', wrong as never, ['on']))).toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('adversary: expected an object with options, received'),
    });
  });
});

test('trueOrFalse', () => {
  expect([trueOrFalse('on', true), trueOrFalse('on', false)]).toEqual([true, false]);
  for (const wrong of [1, 'yes', null, undefined])
    expect(() => trueOrFalse('on', wrong)).toThrow(/^on: expected true or false, received/);
});

describe('numbers', () => {
  test('wholeNumber', () => {
    expect(wholeNumber('epochs', 3)).toBe(3);
    expect(wholeNumber('repeated', 0, 0)).toBe(0);
    for (const wrong of [0, 2.5, Number.NaN, Infinity, '3', undefined])
      expect(() => wholeNumber('epochs', wrong)).toThrow(/^epochs: expected a whole number >= 1, received/);
  });

  test('numberWithin', () => {
    expect(numberWithin('rate', 0, 0, 1)).toBe(0);
    expect(numberWithin('weight', -3)).toBe(-3);
    expect(() => numberWithin('rate', 2, 0, 1)).toThrow(
      'rate: expected a finite number in [0, 1], received 2.',
    );
    expect(() => numberWithin('rate', -1, 0)).toThrow('rate: expected a finite number >= 0, received -1.');
    expect(() => numberWithin('rate', 2, -Infinity, 1)).toThrow(
      'rate: expected a finite number <= 1, received 2.',
    );
    for (const wrong of [Number.NaN, Infinity, '1', null])
      expect(() => numberWithin('weight', wrong)).toThrow(/^weight: expected a finite number, received/);
  });

  test('sameLength', () => {
    expect(() => sameLength('fit: batch', 3, 3, 'cell of x')).not.toThrow();
    expect(() => sameLength('fit: batch', 2, 3, 'cell of x')).toThrow(
      'fit: batch: expected 3 entries, one per cell of x, received 2.',
    );
  });
});
