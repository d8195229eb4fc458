import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../src/matrix/matrix.js';
import { selectColumns } from '../../src/matrix/selectColumns.js';
import { describeUnits } from '../../src/preprocess/describeUnits.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { scale } from '../../src/preprocess/scale.js';
import { unitsText } from '../../src/preprocess/unitsText.js';
import { createRng } from '../../src/random/rng.js';
import { syntheticCounts } from '../helpers/cells.js';
import { csr } from './reference.js';

const rng = createRng('units');
const { x: counts } = syntheticCounts({ cells: 120, genes: 60 });
const changed = (x: Matrix, change: (value: number) => number): Matrix => ({
  ...x,
  data: x.data.map(change),
});
const half = Array.from({ length: 30 }, (_, i) => 2 * i);
const normalised = normalizeTotal(counts);
/** Subtracts what would be ambient RNA, a different amount from every value. */
const corrected = changed(counts, (value) => Math.max(0, value - 0.2 - 0.3 * rng.next()));

test.each<[string, Matrix, string, boolean]>([
  ['counts', counts, 'counts', true],
  ['counts up to 3', changed(counts, (value) => Math.min(value, 3)), 'counts', true],
  ['counts of 0 and 1', changed(counts, (value) => Math.min(value, 1)), 'counts', true],
  ['corrected counts', corrected, 'correctedCounts', true],
  ['estimated counts, mostly whole', changed(counts, (v) => (v > 4 ? v + 0.37 : v)), 'correctedCounts', true],
  ['normalised', normalised, 'normalised', true],
  ['normalised, then half of the genes', selectColumns(normalised, half), 'normalised', true],
  ['counts per million', normalizeTotal(counts, { targetSum: 1e6 }), 'normalised', true],
  ['shares', normalizeTotal(counts, { targetSum: 1 }), 'normalised', true],
  ['logarithms', log1p(normalised), 'logarithms', true],
  ['logarithms, then half of the genes', selectColumns(log1p(normalised), half), 'logarithms', true],
  ['logarithms of corrected counts', log1p(normalizeTotal(corrected)), 'logarithms', true],
  ['logarithms of counts as they are', log1p(counts), 'logarithms', true],
  [
    'logarithms without any trace',
    changed(log1p(normalised), (v) => v * (1 + 0.1 * rng.next())),
    'logarithms',
    false,
  ],
  ['scaled', scale(log1p(normalised)), 'scaled', true],
])('%s', (_, x, kind, sure) => {
  for (const form of [x, csr(x)]) expect(describeUnits(form)).toMatchObject({ kind, sure });
});

describe('the evidence', () => {
  test('base and total of logarithms', () => {
    expect(describeUnits(log1p(normalised))).toMatchObject({ base: Math.E, targetSum: 1e4 });
    const cpm = normalizeTotal(counts, { targetSum: 1e6 });
    expect(describeUnits(changed(cpm, (value) => Math.log2(1 + value)))).toMatchObject({
      base: 2,
      targetSum: 1e6,
    });
    const some = describeUnits(selectColumns(log1p(normalised), half));
    expect(some.base).toBe(Math.E);
    expect(some.targetSum).toBeUndefined();
  });

  test('figures, without cells of zeros and stored zeros', () => {
    const x = { data: Float32Array.of(0, 3, 0, 0, 0, 0, 1, 0, 5), shape: [3, 3] as [number, number] };
    const stored = {
      data: Float32Array.of(3, 0, 1, 5),
      indices: Int32Array.of(1, 0, 0, 2),
      indptr: Int32Array.of(0, 1, 2, 4),
      shape: x.shape,
    };
    const expected = { cells: 2, values: 3, smallest: 0, largest: 5, reached: 3, totals: [3, 6, 6] };
    expect(describeUnits(x)).toMatchObject({ ...expected, kind: 'counts', sure: false });
    expect(describeUnits(stored)).toEqual(describeUnits(x));
  });

  test('no cells, no values', () => {
    for (const shape of [
      [0, 3],
      [2, 0],
      [2, 2],
    ] as [number, number][]) {
      const empty = { data: new Float32Array(shape[0] * shape[1]), shape };
      expect(describeUnits(empty)).toMatchObject({ kind: 'counts', sure: false, cells: 0 });
      expect(unitsText(describeUnits(empty))).toBe('counts (all are 0)');
    }
  });

  test('corrected counts small enough for logarithms are doubted, log-normalised cells are not', () => {
    const low = changed(counts, () => Math.min(19, 1.5 * Math.log(rng.next()) ** 2));
    expect(describeUnits(low)).toMatchObject({ kind: 'logarithms', sure: false, skewed: true });
  });

  test('in words', () => {
    expect(unitsText(describeUnits(counts))).toMatch(
      /^counts \(largest \d+, all whole, totals per cell \d+ to \d+\)$/,
    );
    expect(unitsText(describeUnits(log1p(normalised)))).toMatch(
      /^log-normalised values \(largest [\d.]+, 0 % whole, every cell's total 10000 before the logarithm\)$/,
    );
    expect(unitsText(describeUnits(scale(log1p(normalised))))).toMatch(
      /^scaled or centred values \(below 0 in 120 of 120 cells, smallest -[\d.]+, largest [\d.]+, means of the genes near 0\)$/,
    );
  });
});
