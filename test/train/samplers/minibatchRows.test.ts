import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minibatchRows } from '../../../src/train/samplers/minibatchRows.js';

const runs = { numRuns: 300, seed: 1 };
const cases = fc.record({
  cells: fc.integer({ min: 2, max: 200 }),
  batchSize: fc.integer({ min: 2, max: 64 }),
  dropLast: fc.boolean(),
  start: fc.nat(1000),
});
const rowsOf = (cells: number, start: number) => Int32Array.from({ length: cells }, (_, i) => start + i);

test('every row at most once, in order; only rows at the end are left out', () => {
  fc.assert(
    fc.property(cases, ({ cells, batchSize, dropLast, start }) => {
      const rows = rowsOf(cells, start);
      const used = minibatchRows(rows, batchSize, dropLast).flatMap((part) => [...part]);
      expect(used).toEqual([...rows.subarray(0, used.length)]);
      const left = cells - used.length;
      expect(left).toBeLessThan(batchSize);
      if (!dropLast) expect(left).toBeLessThanOrEqual(1);
    }),
    runs,
  );
});

test('full minibatches except the last; never a single cell; always at least one', () => {
  fc.assert(
    fc.property(cases, ({ cells, batchSize, dropLast, start }) => {
      const sizes = minibatchRows(rowsOf(cells, start), batchSize, dropLast).map(({ length }) => length);
      expect(sizes.length).toBeGreaterThan(0);
      expect(sizes.slice(0, -1).every((size) => size === batchSize)).toBe(true);
      expect(sizes.every((size) => size >= 2 && size <= batchSize)).toBe(true);
      if (dropLast && cells >= batchSize) expect(sizes.at(-1)).toBe(batchSize);
    }),
    runs,
  );
});

test.each([
  [10, 4, true, [4, 4]],
  [10, 4, false, [4, 4, 2]],
  [9, 4, false, [4, 4]],
  [8, 4, true, [4, 4]],
  [3, 4, true, [3]],
  [0, 4, false, []],
] as const)('%i rows by %i, dropLast %s', (cells, batchSize, dropLast, sizes) => {
  expect(minibatchRows(rowsOf(cells, 0), batchSize, dropLast).map(({ length }) => length)).toEqual(sizes);
});
