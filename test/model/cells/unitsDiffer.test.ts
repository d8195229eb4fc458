import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { selectColumns } from '../../../src/matrix/selectColumns.js';
import { selectRows } from '../../../src/matrix/selectRows.js';
import { unitsDiffer } from '../../../src/model/cells/unitsDiffer.js';
import type { Scale } from '../../../src/model/map/inputScale.js';
import { describeUnits } from '../../../src/preprocess/describeUnits.js';
import { log1p } from '../../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../../src/preprocess/normalizeTotal.js';
import { scale } from '../../../src/preprocess/scale.js';
import { createRng } from '../../../src/random/rng.js';
import { syntheticCounts } from '../../helpers/cells.js';

const rng = createRng('selections');
const made = syntheticCounts({ cells: 60, genes: 60 }).x;
const changed = (x: Matrix, change: (value: number, i: number) => number): Matrix => ({
  ...x,
  data: x.data.map(change),
});
/** Every third cell is shallow: most of its values are 0, the others small. */
const counts = changed(made, (value, i) => (Math.floor(i / 60) % 3 ? value : Math.floor(value / 12)));
const normalised = normalizeTotal(counts);
const half = Array.from({ length: 30 }, (_, i) => 2 * i);
const forms: [string, Matrix][] = [
  ['counts', counts],
  ['counts of 0 and 1', changed(counts, (value) => Math.min(value, 1))],
  ['corrected counts', changed(counts, (value) => value * (0.5 + 0.5 * rng.next()))],
  ['estimated counts', changed(counts, (value) => (value > 2 ? value + 0.4 : value))],
  ['normalised', normalised],
  ['shares', normalizeTotal(counts, { targetSum: 1 })],
  ['logarithms', log1p(normalised)],
  ['logarithms of half of the genes', selectColumns(log1p(normalised), half)],
  ['logarithms to base 2 of counts', changed(counts, (value) => Math.log2(1 + value))],
  ['smoothed logarithms', changed(log1p(normalised), (value) => value * rng.next())],
  ['scaled', scale(log1p(normalised))],
  ['logarithms, some below 0', changed(log1p(normalised), (value) => value - 0.2 * rng.next())],
];

const selection = fc.array(fc.nat(59), { minLength: 1, maxLength: 30 });
const scales: Scale[] = ['asIs', 'counts', 'logCounts'];

test.each(forms)('%s: no selection of the cells of fit is refused', (_, x) => {
  const fitted = describeUnits(x);
  fc.assert(
    fc.property(selection, fc.constantFrom(...scales), (rows, modelScale) => {
      expect(unitsDiffer(describeUnits(selectRows(x, rows)), fitted, modelScale)).toBe(false);
    }),
    { numRuns: 200, seed: 1 },
  );
});

test.each<[given: number, fitted: number]>([
  [0, 6], // counts for logarithms
  [4, 6],
  [6, 0], // logarithms for counts
  [7, 0],
  [10, 0],
  [10, 6],
  [0, 10],
  [6, 10],
  [4, 0],
])('form %i for form %i: the cells are refused, all of them and ten of them', (given, fitted) => {
  const fit = describeUnits(forms[fitted]![1]);
  const cells = Array.from({ length: 10 }, (_, i) => 3 * i + 1);
  const x = forms[given]![1];
  expect(unitsDiffer(describeUnits(x), fit, 'asIs')).toBe(true);
  expect(unitsDiffer(describeUnits(selectRows(x, cells)), fit, 'asIs')).toBe(true);
});

test('to a model that normalises, counts and normalised values are one', () => {
  const [raw, even] = [describeUnits(counts), describeUnits(normalised)];
  expect(unitsDiffer(even, raw, 'logCounts')).toBe(false);
  expect(unitsDiffer(raw, even, 'logCounts')).toBe(false);
});

test('a few values and cells of zeros are no evidence', () => {
  const logs = describeUnits(log1p(normalised));
  const few = { data: Float32Array.of(1, 0, 0, 2), shape: [2, 2] as [number, number] };
  expect(unitsDiffer(describeUnits(few), logs, 'asIs')).toBe(false);
  const zeros = { data: new Float32Array(120), shape: [2, 60] as [number, number] };
  expect(unitsDiffer(describeUnits(zeros), logs, 'asIs')).toBe(false);
});
