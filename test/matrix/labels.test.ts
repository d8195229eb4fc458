import { describe, expect, test } from 'vitest';
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
    expect(encodeLabels('correct: to', ['a', 2], ['2', 'b', 'a'])).toEqual({
      categories: ['2', 'b', 'a'],
      codes: Int32Array.of(2, 0),
    });
    expect(() => encodeLabels('correct: to', ['batch1'], ['batch 1', 'batch 2'])).toThrow(
      "correct: to: expected one of 'batch 1', 'batch 2', received 'batch1'. Did you mean 'batch 1'?",
    );
  });

  test.each([[''], [null], [undefined], [Number.NaN]])(
    'a missing entry (%o) throws and says where',
    (missing) => {
      expect(() => encodeLabels('fit: batch', ['a', 'b', missing as never])).toThrow(
        'fit: batch: expected a category for every cell, received none for cell 2. Drop the cell or give it a category of its own.',
      );
    },
  );

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
