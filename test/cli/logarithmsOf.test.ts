import { expect, test } from 'vitest';
import { logarithmsOf, type PreparedAtFit } from '../../src/cli/logarithmsOf.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { scale } from '../../src/preprocess/scale.js';
import { createRng } from '../../src/random/rng.js';
import { syntheticCounts } from '../helpers/cells.js';

const { x: counts } = syntheticCounts({ cells: 60, genes: 40 });
const rng = createRng('corrected');
const corrected: Matrix = {
  ...counts,
  data: counts.data.map((v) => Math.max(0, v - 0.2 - 0.3 * rng.next())),
};
const normalised = normalizeTotal(counts, { targetSum: 1e6 });
const logs = log1p(normalizeTotal(counts));
const known = (logNormalisedCounts: boolean, targetSum?: number): PreparedAtFit => ({
  logNormalisedCounts,
  ...(targetSum === undefined ? {} : { targetSum }),
});

test.each<[string, Matrix, RegExp, PreparedAtFit]>([
  ['counts', counts, /^counts \(.*: brought to 10,000 per cell and log1p$/, known(true, 1e4)],
  ['corrected counts', corrected, /^corrected counts, which aren't whole \(.*log1p$/, known(true, 1e4)],
  ['normalised', normalised, /^normalised values without the logarithm .*log1p$/, known(true, 1e4)],
  ['logarithms', logs, /^log-normalised values \(.*: used unchanged$/, known(false, 1e4)],
  ['scaled', scale(logs), /^scaled or centred values .*used unchanged\. The model is made for/, known(false)],
])('at fit: %s', (_, x, said, preprocessing) => {
  const made = logarithmsOf('x.h5ad', x, 'auto');
  expect(made.said).toMatch(said);
  expect(made.preprocessing).toEqual(preprocessing);
  const linear = preprocessing.logNormalisedCounts;
  expect(made.counts).toBe(linear);
  expect(made.x).toEqual(linear ? log1p(normalizeTotal(x)) : x);
});

test('for a model of log-normalised counts, counts and logarithms of the same cells are the same', () => {
  for (const fitted of [known(true, 1e4), known(true), known(false, 1e4), {}]) {
    expect(logarithmsOf('x.h5ad', counts, 'auto', fitted).x).toEqual(logs);
    expect(logarithmsOf('x.h5ad', logs, 'auto', fitted)).toMatchObject({ x: logs, counts: false });
    const million = logarithmsOf('x.h5ad', log1p(normalised), 'auto', fitted);
    expect(million.said).toMatch(/: brought to 10,000 per cell and log1p, as the model's cells were$/);
    million.x.data.forEach((value, i) => {
      expect(value).toBeCloseTo(logs.data[i]!, 4);
    });
  }
});

test('a model of unknown logarithms gets the cells as they are, and refuses them itself', () => {
  expect(logarithmsOf('x.h5ad', counts, 'auto', known(false)).x).toBe(counts);
});

test('--input overrides', () => {
  expect(logarithmsOf('x.h5ad', counts, 'asIs').x).toBe(counts);
  expect(logarithmsOf('x.h5ad', counts, 'asIs', known(true, 1e4)).x).toBe(counts);
  expect(logarithmsOf('x.h5ad', logs, 'counts')).toMatchObject({ counts: true });
  expect(() => logarithmsOf('x.h5ad', scale(logs), 'counts')).toThrow(/x\.h5ad: .*no value below 0/);
});

test('at fit: a count that outweighs all others is named, since normalising hides it', () => {
  const data = counts.data.slice();
  data[5 * 40 + 7] = 1e10;
  const genes = Array.from({ length: 40 }, (_, i) => `G${i}`);
  const { remark } = logarithmsOf('x.h5ad', { ...counts, data }, 'auto', undefined, genes);
  expect(remark).toMatch(/^x\.h5ad holds 1e\+10 in cell 5, gene 7 \('G7'\), over a million times the median/);
  expect(logarithmsOf('x.h5ad', counts, 'auto', undefined, genes).remark).toBeUndefined();
});
