import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/random/rng.js';
import { contrastPairs } from '../../../src/train/samplers/contrastPairs.js';
import { randomSampler } from '../../../src/train/samplers/randomSampler.js';
import { stratifiedSampler } from '../../../src/train/samplers/stratifiedSampler.js';

const cases = fc.record({
  codes: fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 12, maxLength: 80 }),
  batchSize: fc.integer({ min: 4, max: 20 }),
  dropLast: fc.boolean(),
  seed: fc.nat(50),
});
const rowsOf = (cells: number) => Int32Array.from({ length: cells }, (_, i) => i);
const flat = (parts: readonly Int32Array[]) => parts.flatMap((part) => [...part]);
/** Number of rows per code, without the group -1. */
function counts(codes: readonly number[], rows: Iterable<number>): number[] {
  const found = [0, 0, 0, 0];
  for (const row of rows) if (codes[row]! >= 0) found[codes[row]!]!++;
  return found;
}
const samplers = {
  randomSampler: () => randomSampler,
  stratifiedSampler: (codes: readonly number[]) => stratifiedSampler(codes),
  contrastPairs: (codes: readonly number[]) => contrastPairs(codes),
};

describe.each(Object.entries(samplers))('%s', (_, make) => {
  test('each cell at most once; the same number of minibatches in every epoch; all randomness from the stream', () => {
    fc.assert(
      fc.property(cases, ({ codes, seed, ...plan }) => {
        fc.pre(codes.some((code) => code >= 0));
        const [rng, same] = [createRng(seed), createRng(seed)];
        const sampler = make(codes);
        const rows = rowsOf(codes.length);
        const first = sampler(rows, plan, rng);
        expect(sampler(rows, plan, same)).toEqual(first);
        expect(new Set(flat(first)).size).toBe(flat(first).length);
        expect(sampler(rows, plan, rng)).toHaveLength(first.length);
        expect(rows).toEqual(rowsOf(codes.length));
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});

test('stratifiedSampler: the same number of cells per group in every minibatch, until the smallest is used up', () => {
  fc.assert(
    fc.property(cases, ({ codes, seed, ...plan }) => {
      const sizes = counts(codes, rowsOf(codes.length)).filter((size) => size > 0);
      fc.pre(sizes.length > 0);
      const smallest = Math.min(...sizes);
      const each = Math.min(Math.floor(plan.batchSize / sizes.length), smallest);
      const parts = stratifiedSampler(codes)(rowsOf(codes.length), plan, createRng(seed));
      const drawn = parts.map((part) => counts(codes, part).filter((size) => size > 0));
      expect(drawn.every((groups) => groups.length === sizes.length && new Set(groups).size === 1)).toBe(
        true,
      );
      expect(drawn.slice(0, -1).every(([size]) => size === each)).toBe(true);
      const used = drawn.reduce((sum, [size]) => sum + size!, 0);
      expect(used).toBe(plan.dropLast ? smallest - (smallest % each) : smallest);
    }),
    { numRuns: 100, seed: 2 },
  );
});

test('stratifiedSampler: other epochs draw the cells of a large group that one epoch leaves out', () => {
  const codes = rowsOf(40).map((i) => (i < 36 ? 0 : 1));
  const rng = createRng(1);
  const sampler = stratifiedSampler(codes);
  const epochs = Array.from({ length: 100 }, () =>
    sampler(rowsOf(40), { batchSize: 4, dropLast: true }, rng),
  );
  expect(new Set(epochs.flatMap(flat)).size).toBe(40);
});

test('stratifiedSampler refuses a minibatch that cannot hold one cell of each group', () => {
  const draw = () => stratifiedSampler([0, 1, 2])(rowsOf(3), { batchSize: 2, dropLast: true }, createRng(1));
  expect(draw).toThrow(/at least 3 cells, one of each of 3 groups, received 2/);
});

test('contrastPairs: cell i and cell i + n/2 are two cells of one group; only odd cells are left out', () => {
  fc.assert(
    fc.property(cases, ({ codes, seed, ...plan }) => {
      const parts = contrastPairs(codes)(rowsOf(codes.length), plan, createRng(seed));
      for (const part of parts) {
        const half = part.length / 2;
        const [first, partners] = [part.subarray(0, half), part.subarray(half)];
        expect([...first].map((row) => codes[row])).toEqual([...partners].map((row) => codes[row]));
        expect([...part].every((row) => codes[row]! >= 0)).toBe(true);
        expect(half).toBeLessThanOrEqual(plan.batchSize / 2);
      }
      const pairs = counts(codes, rowsOf(codes.length)).reduce((sum, size) => sum + Math.floor(size / 2), 0);
      expect(2 * pairs - flat(parts).length).toBeLessThan(plan.batchSize);
    }),
    { numRuns: 100, seed: 3 },
  );
});

test('no group, no minibatch', () => {
  const plan = { batchSize: 4, dropLast: true };
  expect(stratifiedSampler([-1, -1])(rowsOf(2), plan, createRng(1))).toEqual([]);
  expect(contrastPairs([0, 1])(rowsOf(2), plan, createRng(1))).toEqual([]);
});
