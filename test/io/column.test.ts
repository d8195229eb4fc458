import { describe, expect, it } from 'vitest';
import { categorical } from '../../src/io/categorical.js';
import { type Column, columnLength, columnText, selectEntries } from '../../src/io/column.js';
import { column, labels } from '../../src/io/columnByName.js';
import { createAnnData } from '../../src/io/createAnnData.js';

const kinds: [string, Column, (string | null)[]][] = [
  ['numbers', Float64Array.of(1, 2.5, Number.NaN), ['1', '2.5', null]],
  ['whole numbers', Int32Array.of(3, 4, 5), ['3', '4', '5']],
  ['text', ['a', '', 'c'], ['a', '', 'c']],
  ['booleans', [true, false, true], ['true', 'false', 'true']],
  ['categories', { categories: ['x', 'y'], codes: Int32Array.of(1, -1, 0) }, ['y', null, 'x']],
  ['numeric categories', { categories: [10, 20], codes: Int32Array.of(0, 1, 1) }, ['10', '20', '20']],
  ['entries with a mask', { values: Int32Array.of(1, 0, 3), mask: Uint8Array.of(0, 1, 0) }, ['1', null, '3']],
];

describe.each(kinds)('a column of %s', (_, values, text) => {
  it('reads as text, null where missing', () => expect(columnText(values)).toEqual(text));
  it('has a length', () => expect(columnLength(values)).toBe(3));
  it('can be reordered without changing its kind', () => {
    const turned = selectEntries(values, [2, 0, 0]);
    expect(columnText(turned)).toEqual([text[2], text[0], text[0]]);
    expect(turned.constructor).toBe(values.constructor);
  });
});

describe('categorical', () => {
  it('sorts text by code point and numbers by value', () => {
    expect(categorical(['b', 'a', null, 'b'])).toEqual({
      categories: ['a', 'b'],
      codes: Int32Array.of(1, 0, -1, 1),
    });
    expect(categorical([10, 9, Number.NaN])).toEqual({ categories: [9, 10], codes: Int32Array.of(1, 0, -1) });
  });
});

describe('categorical', () => {
  it('keeps the kind of the categories; what is missing has code -1', () => {
    expect(categorical([true, null, false])).toEqual({
      categories: [false, true],
      codes: Int32Array.of(1, -1, 0),
    });
    expect(categorical(['b', '', undefined, 'a']).codes).toEqual(Int32Array.of(1, -1, -1, 0));
    expect(categorical([null, undefined])).toEqual({ categories: [], codes: Int32Array.of(-1, -1) });
    expect(categorical(Float32Array.of(2, 1)).categories).toEqual([1, 2]);
    expect(categorical([1, 'a']).categories).toEqual(['1', 'a']);
  });

  it('refuses what is no column', () => {
    expect(() => categorical('batch' as never)).toThrow(/^categorical: values: expected one entry per cell/);
    expect(() => categorical([{}] as never)).toThrow(/^categorical: values: expected text, numbers or true/);
  });
});

describe('codes without a category', () => {
  const wrong = (codes: ArrayLike<number>) => ({ categories: ['a', 'b'], codes: codes as Int32Array });

  it.each([
    ['beyond the last', Int32Array.of(0, 2), '2 for entry 1'],
    ['below -1', Int32Array.of(-5, 0), '-5 for entry 0'],
    ['NaN', Float64Array.of(0, Number.NaN), 'NaN for entry 1'],
  ])('%s: the column is named', (_, codes, received) => {
    const obs = { donor: wrong(codes) };
    const expected = `expected codes from -1 (missing) to 1, since there are 2 categories, received ${received}`;
    expect(() => labels(obs, 'donor')).toThrow(`labels: 'donor': ${expected}`);
    expect(() => columnText(obs.donor)).toThrow(`columnText: column: ${expected}`);
    const x = { data: new Float32Array(2), shape: [2, 1] as [number, number] };
    expect(() => createAnnData(x, { obs })).toThrow(`createAnnData: obs['donor']: ${expected}`);
  });
});

describe('column and labels', () => {
  const obs = { batch: categorical(['b1', 'b2', 'b1']), donor: ['x', '', 'z'] };

  it('find a column by name', () => {
    expect(column(obs, 'donor')).toBe(obs.donor);
    expect(labels(obs, 'batch')).toEqual(['b1', 'b2', 'b1']);
  });

  it('name the available columns and the nearest', () => {
    expect(() => labels(obs, 'bacth')).toThrow(
      "expected one of 'batch', 'donor', received 'bacth'. Did you mean 'batch'?",
    );
    expect(() => column(obs, 'toString')).toThrow("received 'toString'");
    expect(() => column({}, 'batch')).toThrow('This table has none.');
  });

  it('name the entry without a label', () => {
    expect(() => labels(obs, 'donor')).toThrow(
      "labels: 'donor': expected a category for every entry, received none for entry 1 (1 of 3 are missing)",
    );
  });
});
