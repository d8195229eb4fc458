import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalCsr } from '../../src/matrix/canonicalCsr.js';
import { columnMoments } from '../../src/matrix/columnMoments.js';
import type { CsrMatrix, Matrix } from '../../src/matrix/matrix.js';
import { rowTotals } from '../../src/matrix/rowTotals.js';
import { selectColumns } from '../../src/matrix/selectColumns.js';
import { selectRows } from '../../src/matrix/selectRows.js';
import { sliceRows } from '../../src/matrix/sliceRows.js';
import { toDense } from '../../src/matrix/toDense.js';
import { transposeCsr } from '../../src/matrix/transposeCsr.js';
import { rows } from '../io/fixtures.js';
import { csr } from '../preprocess/reference.js';

const matrices = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([n, g]) =>
    fc
      .array(fc.constantFrom(0, 0, 1, 2, 3.5), { minLength: n * g, maxLength: n * g })
      .map((values): Matrix => ({ data: Float32Array.from(values), shape: [n, g] })),
  );

describe('of any matrix, dense or CSR,', () => {
  it('rows and columns can be picked in any order', () => {
    fc.assert(
      fc.property(matrices, fc.array(fc.nat(1000)), (dense, picks) => {
        const chosen = (size: number) => picks.map((pick) => pick % size);
        const all = rows(dense);
        for (const matrix of [dense, csr(dense)]) {
          const some = chosen(dense.shape[0]);
          expect(rows(selectRows(matrix, some))).toEqual(some.map((row) => all[row]));
          const columns = chosen(dense.shape[1]);
          expect(rows(selectColumns(matrix, columns))).toEqual(
            all.map((row) => columns.map((column) => row[column])),
          );
        }
      }),
    );
  });

  it('neighbouring rows can be viewed without a copy, even no rows', () => {
    fc.assert(
      fc.property(matrices, fc.nat(6), fc.nat(6), (dense, a, b) => {
        const [start, end] = [Math.min(a, b, dense.shape[0]), Math.min(Math.max(a, b), dense.shape[0])];
        for (const matrix of [dense, csr(dense)]) {
          const some = sliceRows(matrix, start, end);
          expect(rows(some)).toEqual(rows(dense).slice(start, end));
          expect(some.data.buffer).toBe(matrix.data.buffer);
        }
      }),
    );
  });

  it('the zeros can be written out, and the rows summed', () => {
    fc.assert(
      fc.property(matrices, (dense) => {
        expect(toDense(dense)).toBe(dense);
        expect(toDense(csr(dense))).toEqual(dense);
        const totals = rows(dense).map((row) => row.reduce((sum, value) => sum + value, 0));
        for (const matrix of [dense, csr(dense)]) expect([...rowTotals(matrix)]).toEqual(totals);
      }),
    );
  });

  it('the mean and the variance of every column agree with their definition', () => {
    fc.assert(
      fc.property(matrices, (dense) => {
        const all = rows(dense);
        for (const matrix of [dense, csr(dense)]) {
          const { mean, variance } = columnMoments(matrix);
          mean.forEach((value, j) => {
            const column = all.map((row) => row[j]!);
            const average = column.reduce((a, b) => a + b, 0) / column.length;
            const squares = column.reduce((sum, entry) => sum + (entry - average) ** 2, 0);
            expect(value).toBeCloseTo(average, 9);
            expect(variance[j]).toBeCloseTo(squares / Math.max(1, column.length - 1), 9);
          });
        }
      }),
    );
  });

  it('the transpose has rows for columns, and its transpose is the matrix', () => {
    fc.assert(
      fc.property(matrices, (dense) => {
        const sparse = csr(dense);
        const turned = rows(transposeCsr(sparse));
        expect(turned).toEqual(rows(dense)[0]!.map((_, j) => rows(dense).map((row) => row[j])));
        expect(transposeCsr(transposeCsr(sparse))).toEqual(sparse);
      }),
    );
  });
});

describe('canonicalCsr', () => {
  it('sorts columns and sums places named twice', () => {
    const loose: CsrMatrix = {
      data: Float32Array.of(1, 2, 3, 4, 5),
      indices: Int32Array.of(2, 0, 2, 1, 1),
      indptr: Int32Array.of(0, 3, 3, 5),
      shape: [3, 3],
    };
    expect(canonicalCsr(loose)).toEqual({
      data: Float32Array.of(2, 4, 9),
      indices: Int32Array.of(0, 2, 1),
      indptr: Int32Array.of(0, 2, 2, 3),
      shape: [3, 3],
    });
  });

  it('returns a matrix that is already in order', () => {
    const ordered = csr({ data: Float32Array.of(1, 0, 2, 3), shape: [2, 2] });
    expect(canonicalCsr(ordered)).toBe(ordered);
  });
});

describe('columnMoments', () => {
  it('keeps a small spread next to a large mean', () => {
    const data = Float32Array.of(1e7, 1e7 + 1, 1e7 + 2);
    expect(columnMoments({ data, shape: [3, 1] }).variance[0]).toBeCloseTo(1, 6);
  });
});
