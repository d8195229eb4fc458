import { describe, expect, test } from 'vitest';
import type { Categories } from '../../src/matrix/categories.js';
import { encodeLabels, oneHotRows } from '../../src/matrix/labels.js';

describe('encodeLabels', () => {
  test('text is sorted as text, each category once', () => {
    expect(encodeLabels('batch', ['b', 'a', 'b', 'B', '10', '9'])).toEqual({
      categories: ['10', '9', 'B', 'a', 'b'],
      codes: Int32Array.of(4, 3, 4, 2, 0, 1),
    });
  });

  test('numbers are sorted by value', () => {
    expect(encodeLabels('batch', [10, 9, -1, 9])).toEqual({
      categories: ['-1', '9', '10'],
      codes: Int32Array.of(2, 1, 0, 1),
    });
    expect(encodeLabels('batch', Int32Array.of(2, 0)).categories).toEqual(['0', '2']);
  });

  test('a number and the same text are one category', () => {
    expect(encodeLabels('batch', [1, '1', '2']).categories).toEqual(['1', '2']);
  });

  test('names of object properties are categories like any other', () => {
    const { categories, codes } = encodeLabels('batch', ['constructor', '__proto__', 'constructor']);
    expect(categories).toEqual(['__proto__', 'constructor']);
    expect([...codes]).toEqual([1, 0, 1]);
  });

  test('the order of the cells does not change the categories', () => {
    const values = ['T', 'B', 'NK', 'B'];
    const backwards = encodeLabels('batch', [...values].reverse());
    expect(backwards.categories).toEqual(encodeLabels('batch', values).categories);
  });

  test('known categories are kept in their order; others throw, with the nearest', () => {
    expect(encodeLabels('correct: to', ['a', 2], { allowed: ['2', 'b', 'a'] })).toEqual({
      categories: ['2', 'b', 'a'],
      codes: Int32Array.of(2, 0),
    });
    expect(() => encodeLabels('correct: to', ['batch1'], { allowed: ['batch 1', 'batch 2'] })).toThrow(
      "correct: to: expected one of 'batch 1', 'batch 2', received 'batch1'. Did you mean 'batch 1'?",
    );
  });

  test.each([[''], [null], [undefined], [Number.NaN]])(
    'a missing entry (%o) throws and says where',
    (missing) => {
      expect(() => encodeLabels('fit: batch', ['a', 'b', missing as never])).toThrow(
        "fit: batch: expected a category for every cell, received none for cell 2 (1 of 3 are missing). Drop them (subsetCells), or give them a category of their own, such as 'unknown'.",
      );
    },
  );

  test.each<[string, Categories]>([
    ['text', ['b', 'a', null, 'b']],
    ['text with undefined', ['b', 'a', undefined, 'b']],
    ['text with an empty entry', ['b', 'a', '', 'b']],
    ['codes', { categories: ['a', 'b'], codes: Int32Array.of(1, 0, -1, 1) }],
    ['codes of another type', { categories: ['a', 'b'], codes: [1, 0, -1, 1] }],
    ['codes, with a category for what is missing', { categories: ['a', 'b', ''], codes: [1, 0, 2, 1] }],
    ['equal categories', { categories: ['a', 'b', 'b'], codes: [2, 0, -1, 1] }],
    ['a mask', { values: ['b', 'a', 'a', 'b'], mask: Uint8Array.of(0, 0, 1, 0) }],
  ])('a column of %s', (_, column) => {
    const expected = { categories: ['a', 'b'], codes: Int32Array.of(1, 0, -1, 1) };
    expect(encodeLabels('labels', column, { partial: true })).toEqual(expected);
    const message =
      'fit: batch: expected a category for every cell, received none for cell 2 (1 of 4 are missing)';
    expect(() => encodeLabels('fit: batch', column)).toThrow(message);
  });

  test.each<[string, Categories]>([
    ['numbers', [2, 1, Number.NaN, 2]],
    ['Float32Array', Float32Array.of(2, 1, Number.NaN, 2)],
    ['Float64Array', Float64Array.of(2, 1, Number.NaN, 2)],
    ['numbers as categories', { categories: [1, 2], codes: Int8Array.of(1, 0, -1, 1) }],
    ['masked numbers', { values: Int32Array.of(2, 1, 0, 2), mask: [false, false, true, false] }],
  ])('a column of %s', (_, column) => {
    const expected = { categories: ['1', '2'], codes: Int32Array.of(1, 0, -1, 1) };
    expect(encodeLabels('labels', column, { partial: true })).toEqual(expected);
  });

  test.each([Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Uint32Array, BigInt64Array])(
    'whole numbers as %o',
    (Kind) => {
      const column = (Kind as unknown as { from(values: unknown[]): Categories }).from(
        Kind === BigInt64Array ? [10n, 9n, 10n] : [10, 9, 10],
      );
      const expected = { categories: ['9', '10'], codes: Int32Array.of(1, 0, 1) };
      expect(encodeLabels('labels', column)).toEqual(expected);
    },
  );

  test('true and false', () => {
    const expected = { categories: ['false', 'true'], codes: Int32Array.of(1, 0) };
    expect(encodeLabels('labels', [true, false])).toEqual(expected);
  });

  test('a column of codes keeps the order of its categories and drops those that do not occur', () => {
    const column = { categories: ['low', 'middle', 'high'], codes: Int32Array.of(2, 0) };
    expect(encodeLabels('dose', column)).toEqual({
      categories: ['low', 'high'],
      codes: Int32Array.of(1, 0),
    });
  });

  test.each([
    ['a code above', [0, 7, 1], '7 for entry 1'],
    ['a code below', [0, -2, 1], '-2 for entry 1'],
    ['NaN', Float64Array.of(0, Number.NaN, 1), 'NaN for entry 1'],
    ['a part', [0, 1, 0.5], '0.5 for entry 2'],
    ['nothing', [0, undefined, 1], 'undefined for entry 1'],
  ])('%s the categories is no code', (_, codes, received) => {
    const column = { categories: ['a', 'b'], codes } as Categories;
    expect(() => encodeLabels('fit: batch', column)).toThrow(
      `fit: batch: expected codes from -1 (missing) to 1, since there are 2 categories, received ${received}.`,
    );
  });

  test.each([
    ['text', 'batch', "the text 'batch'. Give the column itself: labels(adata.obs, 'batch')."],
    ['a number', 3, '3'],
    ['null', null, 'null'],
    ['a function', () => ['a'], '() =>'],
    ['a Map', new Map([[0, 'a']]), 'an object'],
    ['a Set', new Set(['a']), 'an object'],
    ['an object with a length', { length: 2, 0: 'a', 1: 'b' }, 'an object'],
    ['a matrix', { data: new Float32Array(2), shape: [2, 1] }, 'an object'],
    ['codes without categories', { codes: [0] }, 'an object'],
    ['bytes', new DataView(new ArrayBuffer(2)), 'an object'],
    ['rows', [['a'], ['b']], 'an array'],
    ['objects', [{}, {}], 'an entry of type object'],
  ])('%s is no column of categories', (_, column, received) => {
    const encode = () => encodeLabels('fit: batch', column as never);
    expect(encode).toThrow(TypeError);
    expect(encode).toThrow('fit: batch: expected ');
    expect(encode).toThrow(`received ${received}`);
  });

  test('if entries may be missing, one must still be there', () => {
    expect(() => encodeLabels('fit: labels', [null, ''], { partial: true })).toThrow(
      'fit: labels: expected a category for at least one cell, received none for cell 0 (2 of 2 are missing)',
    );
  });

  test('a wrong number of entries', () => {
    const column = { categories: ['a'], codes: [0, 0] };
    expect(() => encodeLabels('fit: batch', column, { cells: 3, of: 'cell of x' })).toThrow(
      'fit: batch: expected 3 entries, one per cell of x, received 2',
    );
  });

  test('no entries, no categories', () => {
    expect(encodeLabels('batch', [])).toEqual({ categories: [], codes: new Int32Array(0) });
  });
});

describe('oneHotRows', () => {
  test('a 1 in the column of the code; all zeros if the code is -1', () => {
    expect([...oneHotRows([1, -1, 0], 3)]).toEqual([0, 1, 0, 0, 0, 0, 1, 0, 0]);
    expect(oneHotRows([], 3)).toHaveLength(0);
  });
});
