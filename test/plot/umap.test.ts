import { describe, expect, test } from 'vitest';
import { knnAccuracy } from 'zbio/metrics';
import { createRng } from 'zbio/nn';
import { umap } from 'zbio/plot';
import type { Matrix } from 'zbio/preprocess';

const cells = 120;
const groups = Array.from({ length: cells }, (_, i) => `group ${i % 3}`);
/** Three groups, apart in one dimension each. [120, 4] */
function threeGroups(): Matrix {
  const data = createRng(1).normals(new Float32Array(cells * 4));
  for (let i = 0; i < cells; i++) data[4 * i + (i % 3)]! += 12;
  return { data, shape: [cells, 4] };
}
const quick = { epochs: 60 };

describe('umap', () => {
  test('is bit-equal for a seed, and another one for another', async () => {
    const first = await umap(threeGroups(), { ...quick, seed: 'a' });
    expect(first.shape).toEqual([cells, 2]);
    expect((await umap(threeGroups(), { ...quick, seed: 'a' })).data).toEqual(first.data);
    expect((await umap(threeGroups(), { ...quick, seed: 'b' })).data).not.toEqual(first.data);
  });

  test.each([true, false])('keeps groups apart, with exact neighbours: %s', async (exact) => {
    const map = await umap(threeGroups(), { ...quick, exact });
    expect((await knnAccuracy(map, groups, { k: 5 })).balanced).toBeGreaterThan(0.97);
  });

  test('takes few cells, equal cells and one dimension', async () => {
    for (const rows of [Array.from({ length: 4 }, () => [1, 1]), [[1], [2], [3], [4], [5]]]) {
      const { data, shape } = await umap(rows, quick);
      expect(shape).toEqual([rows.length, 2]);
      expect([...data].every(Number.isFinite)).toBe(true);
    }
  });

  test('tells how far it is, and stops when it is aborted', async () => {
    const shares: number[] = [];
    await umap(threeGroups(), { ...quick, onProgress: (done, all) => void shares.push(done / all) });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(1);
    const controller = new AbortController();
    const onProgress = (done: number, all: number) => {
      if (done / all > 0.2) controller.abort();
    };
    const call = umap(threeGroups(), { epochs: 500, signal: controller.signal, onProgress });
    await expect(call).rejects.toThrow(/abort/i);
  });

  test('refuses what it cannot map', async () => {
    await expect(umap([[1, 2]])).rejects.toThrow('expected at least 4 cells, received 1');
    await expect(umap(threeGroups(), { neighbors: cells })).rejects.toThrow(
      'less than the number of cells, 120',
    );
    const bad = threeGroups();
    bad.data[5] = Number.NaN;
    await expect(umap(bad)).rejects.toThrow('expected finite values, received NaN in cell 1');
  });
});
