import { expect, test } from 'vitest';
import { checkFinite } from '../../src/matrix/checkFinite.js';
import type { CsrMatrix, Matrix } from '../../src/matrix/matrix.js';

const dense = (...data: number[]): Matrix => ({ data: Float32Array.from(data), shape: [data.length / 3, 3] });
// Rows 0, 1 and 3 are empty.
const sparse = (...data: number[]): CsrMatrix => ({
  data: Float32Array.from(data),
  indices: Int32Array.of(1, 2, 0),
  indptr: Int32Array.of(0, 0, 0, 2, 2, 3),
  shape: [5, 3],
});

test('finite values pass, dense and CSR, and no values at all', () => {
  checkFinite('x', dense(1, 0, -3e38));
  checkFinite('x', sparse(1, 2, 3));
  checkFinite('x', { data: new Float32Array(0), shape: [0, 3] });
});

test.each<[string, Matrix | CsrMatrix, string]>([
  ['NaN', dense(1, 2, 3, 4, Number.NaN, Infinity), 'NaN in cell 1, gene 1'],
  ['the first of several', dense(1, 2, Infinity, Number.NaN, 0, 0), 'Infinity in cell 0, gene 2'],
  ['CSR, after empty rows', sparse(1, -Infinity, 3), '-Infinity in cell 2, gene 2'],
  ['CSR, the last value', sparse(1, 2, Number.NaN), 'NaN in cell 4, gene 0'],
])('%s: names the cell and the gene', (_, matrix, where) => {
  expect(() => checkFinite('fit: x', matrix)).toThrow(
    `fit: x: expected finite values, received ${where}. Remove the cell or the gene, or replace the value.`,
  );
  const gene = Number(where.at(-1));
  expect(() => checkFinite('fit: x', matrix, ['A', 'B', 'C'])).toThrow(`${where} ('${'ABC'[gene]}').`);
});
