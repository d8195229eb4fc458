import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/random/rng.js';
import { splitRows } from '../../../src/train/epochs/splitRows.js';

test('a partition of the given share, both sides ascending', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 8, max: 500 }),
      fc.double({ min: 0.25, max: 0.75, noNaN: true }),
      fc.nat(100),
      (cells, share, seed) => {
        const { train, validation } = splitRows(cells, share, createRng(seed));
        expect(validation.length).toBe(Math.round(cells * share));
        const both = [...train, ...validation].sort((a, b) => a - b);
        expect(both).toEqual(Array.from({ length: cells }, (_, i) => i));
        for (const rows of [train, validation]) expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
      },
    ),
    { numRuns: 100, seed: 1 },
  );
});

test('the same stream gives the same split, another stream gives another', () => {
  const split = (seed: number) => [...splitRows(100, 0.2, createRng(seed)).validation];
  expect(split(1)).toEqual(split(1));
  expect(split(1)).not.toEqual(split(2));
});

test('cells from everywhere are held out', () => {
  const { validation } = splitRows(1000, 0.2, createRng(1));
  const inEachTenth = Array.from(
    { length: 10 },
    (_, k) => validation.filter((row) => Math.floor(row / 100) === k).length,
  );
  for (const count of inEachTenth) expect(count).toBeGreaterThan(5);
});

test('a share of 0 holds nothing out', () => {
  const { train, validation } = splitRows(3, 0, createRng(1));
  expect([...train]).toEqual([0, 1, 2]);
  expect(validation).toHaveLength(0);
});

test.each([
  [10, 0.1],
  [10, 0.95],
  [3, 0.5],
])('%i cells and a share of %f leave too few on one side', (cells, share) => {
  expect(() => splitRows(cells, share, createRng(1))).toThrow(
    `fit: validation: expected a share that leaves at least 2 cells on each side, received ${share} of ${cells} cells.`,
  );
});
