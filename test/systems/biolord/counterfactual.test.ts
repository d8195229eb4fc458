import { expect, test } from 'vitest';
import type { SystemCells } from '../../../src/model/systemCells.js';
import { attributeRows, combinations, withAttributes } from '../../../src/systems/biolord/counterfactual.js';

const condition = { size: 2, categories: ['ctrl', 'stim'] };
const known = { condition, dose: { size: 2 }, batch: { size: 2, categories: ['a', 'b'] } };
const cells: SystemCells = {
  scale: 'asIs',
  x: { data: new Float32Array(6), shape: [3, 2] },
  batch: { categories: ['a', 'b'], codes: Int32Array.of(0, 1, 0) },
  covariates: {
    condition: { categories: ['ctrl', 'stim'], codes: Int32Array.of(0, 0, 1) },
    dose: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] },
  },
};

test('categories become one-hot rows, numbers stay', () => {
  expect(attributeRows('v', ['stim', 'ctrl'], condition)).toEqual({
    data: Float32Array.of(0, 1, 1, 0),
    shape: [2, 2],
  });
  expect(attributeRows('v', [0.5, -1], { size: 1 })).toEqual({
    data: Float32Array.of(0.5, -1),
    shape: [2, 1],
  });
  expect(attributeRows('v', [[1, 2]], { size: 2 }).data).toEqual(Float32Array.of(1, 2));
});

test('all cells get the values named, and keep the rest', () => {
  const changed = withAttributes('predict', cells, { condition: 'stim', batch: 'b' }, known);
  expect(changed.covariates['condition']).toEqual({
    categories: ['ctrl', 'stim'],
    codes: Int32Array.of(1, 1, 1),
  });
  expect(changed.batch).toEqual({ categories: ['a', 'b'], codes: Int32Array.of(1, 1, 1) });
  expect(changed.covariates['dose']).toBe(cells.covariates['dose']);
  const dosed = withAttributes('predict', cells, { dose: [7, 8] }, known);
  expect(dosed.covariates['dose']).toEqual({ data: Float32Array.of(7, 8, 7, 8, 7, 8), shape: [3, 2] });
  expect(dosed.batch).toBe(cells.batch);
});

test.each<[object, RegExp]>([
  [{ condition: 'stmi' }, /predict: to\.condition: .*'stmi'\. Did you mean 'stim'\?/],
  [{ dose: 3 }, /predict: to\.dose: expected 2 finite numbers, received an array of 1/],
  [{ dose: [1, Number.NaN] }, /predict: to\.dose: expected 2 finite numbers/],
])('refuses %o in words', (to, message) => {
  expect(() => withAttributes('predict', cells, to as Record<string, number>, known)).toThrow(message);
});

test('a grid is every combination, the last attribute changing first', () => {
  expect(combinations({ a: ['x', 'y'], b: [1, 2] })).toEqual([
    { a: 'x', b: 1 },
    { a: 'x', b: 2 },
    { a: 'y', b: 1 },
    { a: 'y', b: 2 },
  ]);
  expect(combinations({})).toEqual([{}]);
  expect(combinations({ a: [] })).toEqual([]);
});
