import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../../src/io/concat.js';
import { createAnnData } from '../../src/io/createAnnData.js';
import { isCsr, type Matrix } from '../../src/matrix/matrix.js';
import { entries, rows } from './fixtures.js';

const dense = (values: number[][]): Matrix => ({
  data: Float32Array.from(values.flat()),
  shape: [values.length, values[0]?.length ?? 0],
});

const csr = { data: Float32Array.of(7, 8), indices: Int32Array.of(2, 0), indptr: Int32Array.of(0, 1, 2) };
const a = createAnnData(
  dense([
    [1, 2, 3],
    [4, 5, 6],
  ]),
  {
    varNames: ['A', 'B', 'C'],
    obs: {
      type: { categories: ['T', 'B'], codes: Int32Array.of(0, -1) },
      n: Int32Array.of(1, 2),
      only: ['x', 'y'],
    },
    obsm: { z: dense([[1], [2]]), wide: dense([[1], [2]]) },
  },
);
const b = createAnnData(
  { ...csr, shape: [2, 3] },
  {
    varNames: ['C', 'D', 'A'],
    obs: { n: Float64Array.of(0.5, 3), type: { categories: ['NK'], codes: Int32Array.of(0, 0) } },
    obsm: {
      z: dense([[3], [4]]),
      wide: dense([
        [3, 3],
        [4, 4],
      ]),
    },
  },
);

describe('concat', () => {
  test('joins by the genes of all parts, in the order of the first; sparse if a part is', () => {
    const joined = concat({ a, b });
    expect(joined.varNames).toEqual(['A', 'C']);
    expect(isCsr(joined.x)).toBe(true);
    expect(rows(joined.x)).toEqual([
      [1, 3],
      [4, 6],
      [7, 0],
      [0, 8],
    ]);
    expect(isCsr(concat([a, a]).x)).toBe(false);
  });

  test('joins by the genes of any part on request', () => {
    const joined = concat({ a, b }, { join: 'outer' });
    expect(joined.varNames).toEqual(['A', 'B', 'C', 'D']);
    expect(rows(joined.x)).toEqual([
      [1, 2, 3, 0],
      [4, 5, 6, 0],
      [7, 0, 0, 0],
      [0, 0, 8, 0],
    ]);
    expect(() => concat({ a, b }, { join: 'left' as never })).toThrow("expected one of 'inner', 'outer'");
  });

  test('keeps the columns and embeddings that all have; tells cells of one name apart', () => {
    const joined = concat({ a, b }, { label: 'part' });
    expect(Object.keys(joined.obs)).toEqual(['type', 'n', 'part']);
    expect(entries(joined.obs['type']!)).toEqual(['T', null, 'NK', 'NK']);
    expect(entries(joined.obs['n']!)).toEqual([1, 2, 0.5, 3]);
    expect(entries(joined.obs['part']!)).toEqual(['a', 'a', 'b', 'b']);
    expect(Object.keys(joined.obsm)).toEqual(['z']);
    expect(rows(joined.obsm['z']!)).toEqual([[1], [2], [3], [4]]);
    expect(joined.obsNames).toEqual(['0-a', '1-a', '0-b', '1-b']);
  });

  test('columns of different kinds become categories; equal categories and their order stay', () => {
    const ordered = { categories: ['low', 'high'], codes: Int32Array.of(1, 0), ordered: true };
    const part = (column: object) => ({ ...a, obs: { column } }) as typeof a;
    expect(concat([part(ordered), part(ordered)]).obs['column']).toEqual({
      ...ordered,
      codes: Int32Array.of(1, 0, 1, 0),
    });
    expect(entries(concat([part(Int32Array.of(1, 2)), part(['x', 'y'])]).obs['column']!)).toEqual([
      ...['1', '2', 'x', 'y'],
    ]);
    expect(concat([part([true, false]), part([true, true])]).obs['column']).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  test('refuses no part, no common gene, a gene that occurs twice, a label that is taken', () => {
    expect(() => concat([])).toThrow(/concat: parts: expected at least one AnnData, received none/);
    const other = { ...b, varNames: ['X', 'Y', 'Z'] };
    expect(() => concat({ a, other })).toThrow(/genes in common, received 'A' … in 'a', 'X' … in 'other'/);
    expect(() => concat({ a, b: { ...b, varNames: ['A', 'A', 'C'] } })).toThrow(/genes of 'b'.*'A' twice/);
    expect(() => concat({ a, b }, { label: 'type' })).toThrow(/no column of obs has, received 'type'/);
  });

  test('parts cut from cells, joined again, are the cells', () => {
    const cells = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(cells, fc.nat(), (values, at) => {
        const cut = 1 + (at % (values.length - 1));
        const parts = [values.slice(0, cut), values.slice(cut)].map((part) => createAnnData(dense(part)));
        expect(rows(concat(parts).x)).toEqual(values);
      }),
    );
  });
});
