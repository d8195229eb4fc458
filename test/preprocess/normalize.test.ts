import { describe, expect, it } from 'vitest';
import { copyRows } from '../../src/matrix/copyRows.js';
import { type CsrMatrix, isCsr, type Matrix } from '../../src/matrix/matrix.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { scale } from '../../src/preprocess/scale.js';
import { csr, dense, expectClose, reference } from './reference.js';

const { small } = reference;
const counts = dense(small.counts);
const values = (x: Matrix | CsrMatrix) => copyRows(x, Array.from(Array(x.shape[0]).keys())).data;

describe.each([
  ['dense', counts],
  ['CSR', csr(counts)],
])('from %s counts', (_, x: Matrix | CsrMatrix) => {
  it('normalizeTotal, log1p and scale agree with scanpy', () => {
    const normalized = normalizeTotal(x);
    expectClose(values(normalized), small.normalized, 1e-5);
    expectClose(values(log1p(normalized)), small.log1p, 1e-5);
    expectClose(scale(log1p(normalized)).data, small.scaled, 1e-4);
    expectClose(scale(log1p(normalized), { maxValue: 1.5 }).data, small.clipped, 1e-4);
  });

  it('keeps the kind of matrix and does not change the input', () => {
    const before = x.data.slice();
    const out = log1p(normalizeTotal(x));
    expect(isCsr(out)).toBe(isCsr(x));
    scale(x);
    expect(x.data).toEqual(before);
  });

  it('scales every cell to targetSum but leaves an empty cell empty', () => {
    const out = values(normalizeTotal(x, { targetSum: 500 }));
    for (let cell = 0; cell < 60; cell++) {
      const total = out.slice(cell * 40, (cell + 1) * 40).reduce((a, b) => a + b, 0);
      expect(total).toBeCloseTo(cell === 5 ? 0 : 500, 2);
    }
  });

  it('names the cell and the gene of a value that is negative or not a number', () => {
    const spoilt = { ...x, data: x.data.slice() };
    const at = isCsr(x) ? x.indptr[8]! : 8 * 40 + Array.from(x.data.slice(320, 360)).findIndex((v) => v > 0);
    const gene = isCsr(x) ? x.indices[at]! : at - 320;
    spoilt.data[at] = -2;
    expect(() => normalizeTotal(spoilt)).toThrow(`received -2 in cell 8, gene ${gene}`);
    expect(() => log1p(spoilt)).toThrow(/log1p: x: .* Take the logarithm before scaling/);
    spoilt.data[at] = Number.NaN;
    expect(() => normalizeTotal(spoilt)).toThrow(`NaN in cell 8, gene ${gene}`);
    expect(() => scale(spoilt)).toThrow(`NaN in cell 8, gene ${gene}`);
  });
});

describe('scale', () => {
  it('returns 0 for a gene that does not vary', () => {
    expect([
      ...scale(
        dense([
          [3, 1],
          [3, 2],
        ]),
      ).data,
    ]).toEqual([0, expect.closeTo(-Math.SQRT1_2), 0, expect.closeTo(Math.SQRT1_2)]);
  });
});

describe('options', () => {
  it('rejects unknown names and impossible values', () => {
    expect(() => normalizeTotal(counts, { target: 1 } as object)).toThrow("Did you mean 'targetSum'?");
    expect(() => normalizeTotal(counts, { targetSum: 0 })).toThrow('normalizeTotal: targetSum');
    expect(() => scale(counts, { maxValue: -1 })).toThrow('scale: maxValue');
    expect(() => scale(counts, { max: 1 } as object)).toThrow("Did you mean 'maxValue'?");
  });
});
