import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyRows } from '../../src/matrix/copyRows.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { csr } from '../preprocess/reference.js';

const matrices = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
  .chain(([cells, genes]) =>
    fc
      .array(fc.constantFrom(0, 0, 0, 1, 2.5, -3), { minLength: cells * genes, maxLength: cells * genes })
      .map((values): Matrix => ({ data: Float32Array.from(values), shape: [cells, genes] })),
  );

test('the given rows in the given order, the same from CSR and from dense', () => {
  fc.assert(
    fc.property(matrices, fc.array(fc.nat(1000), { maxLength: 9 }), (dense, picks) => {
      const [cells, genes] = dense.shape;
      const rows = Int32Array.from(picks, (pick) => pick % cells);
      const wanted = [...rows].flatMap((row) => [...dense.data.subarray(row * genes, (row + 1) * genes)]);
      for (const matrix of [dense, csr(dense)]) {
        const copied = copyRows(matrix, rows);
        expect(copied.shape).toEqual([rows.length, genes]);
        expect([...copied.data]).toEqual(wanted);
      }
    }),
    { numRuns: 200, seed: 1 },
  );
});

test('a copy: writing to it leaves the cells unchanged', () => {
  const dense: Matrix = { data: Float32Array.of(1, 2), shape: [1, 2] };
  copyRows(dense, [0]).data.fill(9);
  expect([...dense.data]).toEqual([1, 2]);
});

test('into a given array: every value overwritten, and nothing else made', () => {
  const dense: Matrix = { data: Float32Array.of(0, 2, 3, 0), shape: [2, 2] };
  for (const matrix of [dense, csr(dense)]) {
    const out = new Float32Array(6).fill(7);
    expect(copyRows(matrix, [1, 0, 1], out).data).toBe(out);
    expect([...out]).toEqual([3, 0, 0, 2, 3, 0]);
    expect(() => copyRows(matrix, [1], out)).toThrow(/copyRows: out: expected 2 entries.*received 6/);
  }
});
