import { expect, it } from 'vitest';
import { tridiagonalEigen } from '../../src/learn/tridiagonalEigen.js';

const size = 60;
const diagonal = new Float64Array(size).fill(2);
const offDiagonal = new Float64Array(size - 1).fill(-1);

it('finds the eigenvalues of the second difference, which are 2 - 2 cos(kπ / (n + 1))', () => {
  const { values } = tridiagonalEigen(diagonal, offDiagonal, []);
  [...values]
    .sort((a, b) => a - b)
    .forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (size + 1)), 12);
    });
});

it('returns orthonormal eigenvectors, with the same entries alone as among all', () => {
  const all = [...diagonal.keys()];
  const { values, vectors } = tridiagonalEigen(diagonal, offDiagonal, all);
  const last = tridiagonalEigen(diagonal, offDiagonal, [size - 1]).vectors;
  expect(last.map(([entry]) => entry)).toEqual(vectors.map((v) => v[size - 1]));
  for (const k of [0, 7, size - 1]) {
    const v = vectors[k]!;
    expect(v.reduce((sum, entry) => sum + entry ** 2, 0)).toBeCloseTo(1, 12);
    v.forEach((entry, i) => {
      const product = 2 * entry - (v[i - 1] ?? 0) - (v[i + 1] ?? 0);
      expect(product).toBeCloseTo(values[k]! * entry, 12);
    });
  }
});

it('handles couplings of zero, and refuses NaN', () => {
  expect([...tridiagonalEigen([3, 1, 2], [0, 0], []).values]).toEqual([3, 1, 2]);
  expect(() => tridiagonalEigen([1, Number.NaN, 2], [1, 1], [])).toThrow('expected finite values');
});
