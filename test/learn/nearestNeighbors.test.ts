import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestNeighbors } from '../../src/learn/nearestNeighbors.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { createRng } from '../../src/random/rng.js';
import cases from '../reference/metrics.json' with { type: 'json' };

const matrix = (rows: number[][]): Matrix => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]!.length],
});

const normals = (cells: number, dims: number): Matrix => ({
  data: createRng(3).normals(new Float32Array(cells * dims)),
  shape: [cells, dims],
});

/** All other cells, sorted by distance, then by index. */
function sortedOthers({ data, shape: [cells, dims] }: Matrix, i: number): { j: number; distance: number }[] {
  const squares = (j: number) =>
    Array.from({ length: dims }, (_, d) => (data[i * dims + d]! - data[j * dims + d]!) ** 2);
  return Array.from({ length: cells }, (_, j) => ({ j, distance: Math.hypot(...squares(j).map(Math.sqrt)) }))
    .filter(({ j }) => j !== i)
    .sort((a, b) => a.distance - b.distance || a.j - b.j);
}

describe('nearestNeighbors', () => {
  it('finds the same as scikit-learn', () => {
    for (const { points, indices, distances } of cases) {
      const found = nearestNeighbors(matrix(points), 10);
      expect([...found.indices]).toEqual(indices.flat());
      distances.flat().forEach((distance, i) => {
        expect(found.distances[i]).toBeCloseTo(distance, 10);
      });
    }
  });

  it('agrees with sorting all distances, over several blocks of rows', () => {
    const points = normals(600, 3);
    const { k, indices } = nearestNeighbors(points, 20);
    for (const i of [0, 255, 256, 511, 512, 599]) {
      const expected = sortedOthers(points, i).slice(0, k);
      expect([...indices.subarray(i * k, (i + 1) * k)]).toEqual(expected.map(({ j }) => j));
    }
  });

  it('puts the lower index first for equal distances, over several blocks of rows', () => {
    const points: Matrix = { data: new Float32Array(600), shape: [600, 1] };
    const { indices } = nearestNeighbors(points, 3);
    expect([...indices.subarray(0, 3)]).toEqual([1, 2, 3]);
    expect([...indices.subarray(3, 6)]).toEqual([0, 2, 3]);
    expect([...indices.subarray(599 * 3)]).toEqual([0, 1, 2]);
  });

  it('lists k different other cells by ascending distance', () => {
    const coordinate = fc.integer({ min: -3, max: 3 });
    const rows = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.nat(), (points, draw) => {
        const k = 1 + (draw % (points.length - 1));
        const found = nearestNeighbors(matrix(points), k);
        for (let i = 0; i < points.length; i++) {
          const cells = [...found.indices.subarray(i * k, (i + 1) * k)];
          const distances = [...found.distances.subarray(i * k, (i + 1) * k)];
          expect(new Set([...cells, i]).size).toBe(k + 1);
          expect(distances).toEqual([...distances].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('reports the largest possible number of neighbours', () => {
    expect(() => nearestNeighbors(normals(5, 2), 5)).toThrow(
      'nearestNeighbors: k: expected less than the number of cells, 5, received 5',
    );
    expect(() => nearestNeighbors(normals(5, 2), 0)).toThrow('a whole number >= 1');
  });
});
