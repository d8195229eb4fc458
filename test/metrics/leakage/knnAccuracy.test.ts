import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestNeighbors } from '../../../src/learn/nearestNeighbors.js';
import type { CsrMatrix } from '../../../src/matrix/matrix.js';
import { knnAccuracy } from '../../../src/metrics/leakage/knnAccuracy.js';
import { createRng } from '../../../src/random/rng.js';
import cases from '../../reference/metrics.json' with { type: 'json' };

const line = [[0], [1], [2], [10], [11], [12.5]];

describe('knnAccuracy', () => {
  it('agrees with leave-one-out in scikit-learn', async () => {
    for (const { points, labels, scores } of cases) {
      for (const { k, accuracy, balanced, majority } of scores) {
        const ours = await knnAccuracy(points, labels, { k });
        expect(ours.accuracy).toBeCloseTo(accuracy, 12);
        expect(ours.balanced).toBeCloseTo(balanced, 12);
        expect(ours.majority).toBeCloseTo(majority, 12);
        expect(ours.chance).toBe(1 / new Set(labels).size);
      }
    }
  });

  it('is perfect for separate labels, and at chance or below for mixed ones', async () => {
    const apart = await knnAccuracy(line, ['a', 'a', 'a', 'b', 'b', 'b'], { k: 2 });
    expect(apart).toEqual({ accuracy: 1, balanced: 1, chance: 0.5, majority: 0.5 });
    const cells = 2000;
    const mixed: [number, number] = [cells, 4];
    const data = createRng(5).normals(new Float32Array(cells * 4));
    const labels = Array.from({ length: cells }, (_, i) => i % 2);
    const { balanced } = await knnAccuracy({ data, shape: mixed }, labels);
    expect(Math.abs(balanced - 0.5)).toBeLessThan(0.04);
  });

  it('weights every label equally in the balanced accuracy', async () => {
    const { accuracy, balanced, majority } = await knnAccuracy(line, ['a', 'a', 'a', 'a', 'a', 'b'], {
      k: 1,
    });
    expect(accuracy).toBeCloseTo(5 / 6, 12);
    expect(balanced).toBeCloseTo(0.5, 12);
    expect(majority).toBeCloseTo(5 / 6, 12);
  });

  it('decides a tied vote by the nearest of the tied labels', async () => {
    // Of the neighbours of the cell at 0, 'b' at 1 is nearer than 'a' at -1.5: two labels, one vote each.
    const { accuracy } = await knnAccuracy([[0], [1], [-1.5], [50], [51]], ['b', 'b', 'a', 'c', 'c'], {
      k: 2,
    });
    expect(accuracy).toBe(1 - 1 / 5);
  });

  it('accepts every kind of matrix, and neighbours found before', async () => {
    const labels = ['a', 'a', 'b', 'a', 'b', 'b'];
    const expected = await knnAccuracy(line, labels, { k: 2 });
    const dense = { data: Float32Array.from(line.flat()), shape: [6, 1] as [number, number] };
    const csr: CsrMatrix = {
      data: dense.data.slice(1),
      indices: new Int32Array(5),
      indptr: Int32Array.of(0, 0, 1, 2, 3, 4, 5),
      shape: [6, 1],
    };
    const tensor = tf.tensor2d(line);
    for (const x of [dense, csr, tensor]) expect(await knnAccuracy(x, labels, { k: 2 })).toEqual(expected);
    tensor.dispose();
    const neighbors = nearestNeighbors(dense, 4);
    expect(await knnAccuracy(dense, labels, { k: 2, neighbors })).toEqual(expected);
  });

  it('does not change when cells are reordered, scaled or shifted, or labels renamed', async () => {
    const rng = createRng(7);
    const points = Array.from({ length: 30 }, () => [...rng.normals(new Float32Array(3))]);
    const labels = points.map(([x]) => (x! > 0 ? 'up' : 'down'));
    const expected = await knnAccuracy(points, labels, { k: 5 });
    const order = fc.shuffledSubarray([...points.keys()], { minLength: 30 });
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: -3, max: 3 }), async (cells, power) => {
        const moved = cells.map((cell) => points[cell]!.map((value) => value * 2 ** power));
        const renamed = cells.map((cell) => labels[cell]!.length);
        expect(await knnAccuracy(moved, renamed, { k: 5 })).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('explains errors in its input', async () => {
    const labels = ['a', 'a', 'a', 'b', 'b', 'b'];
    await expect(knnAccuracy(line, ['a'])).rejects.toThrow('expected 6 entries, one per cell, received 1');
    await expect(knnAccuracy(line, labels)).rejects.toThrow('less than the number of cells, 6,');
    await expect(knnAccuracy(line, ['', ...labels.slice(1)], { k: 2 })).rejects.toThrow('none for cell 0');
    await expect(knnAccuracy([[Number.NaN], [1]], [0, 1], { k: 1 })).rejects.toThrow('NaN in cell 0');
    const misspelt = { neighbours: undefined } as object;
    await expect(knnAccuracy(line, labels, misspelt)).rejects.toThrow("Did you mean 'neighbors'?");
    const { data, shape } = { data: Float32Array.from(line.flat()), shape: [6, 1] as [number, number] };
    const neighbors = nearestNeighbors({ data, shape }, 2);
    await expect(knnAccuracy(line, labels, { k: 3, neighbors })).rejects.toThrow(
      'at least 3 per cell, received 2',
    );
  });
});
