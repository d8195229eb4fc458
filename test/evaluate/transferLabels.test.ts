import { describe, expect, it } from 'vitest';
import { transferLabels } from '../../src/evaluate/transferLabels.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { createRng } from '../../src/random/rng.js';

/** Cells of Gaussian types at given places on a line, in 3 dimensions. */
function cells(places: readonly number[], each: number, seed: number): { z: Matrix; types: string[] } {
  const rng = createRng(seed);
  const types = places.flatMap((_, type) => new Array<string>(each).fill(`type ${type}`));
  const data = rng.normals(new Float32Array(3 * types.length));
  types.forEach((name, i) => {
    data[3 * i]! += places[Number(name.slice(5))]!;
  });
  return { z: { data, shape: [types.length, 3] }, types };
}

const shareOf = (found: readonly boolean[]): number => found.filter(Boolean).length / found.length;

describe('transferLabels', () => {
  it.each([0.1, 0.2, 0.05])('holds the error rate %d for each label, overlapping or not', async (error) => {
    const places = [0, 2, 12];
    const reference = cells(places, 300, 1);
    const query = cells(places, 1000, 2);
    const { sets } = await transferLabels(reference.z, reference.types, query.z, { error });
    for (const type of new Set(query.types)) {
      const own = sets.filter((_, i) => query.types[i] === type).map((set) => set.includes(type));
      // 1,000 cells, and 300 for calibration: four standard deviations.
      const most = 4 * Math.sqrt(error * (1 - error) * (1 / 1000 + 1 / 300));
      expect(Math.abs(shareOf(own) - (1 - error))).toBeLessThan(most);
    }
  });

  it('leaves both labels to cells between two that overlap, and one to all others', async () => {
    const places = [0, 2, 12];
    const [reference, query] = [cells(places, 300, 1), cells(places, 1000, 2)];
    const { sets } = await transferLabels(reference.z, reference.types, query.z, { error: 0.05 });
    const ambiguous = query.types.filter((_, i) => sets[i]!.length > 1);
    expect(ambiguous.filter((type) => type !== 'type 2').length).toBeGreaterThan(200);
    expect(ambiguous.filter((type) => type === 'type 2').length).toBeLessThan(5);
  });

  it('keeps the rate for known types, and finds a type far away, when one is missing from the reference', async () => {
    const query = cells([0, 6, 40], 500, 3);
    const reference = cells([0, 6], 300, 4);
    const { sets, labels } = await transferLabels(reference.z, reference.types, query.z);
    const known = query.types.map((type) => type !== 'type 2');
    const covered = sets.map((set, i) => set.includes(query.types[i]!)).filter((_, i) => known[i]);
    expect(Math.abs(shareOf(covered) - 0.9)).toBeLessThan(0.05);
    expect(sets.filter((_, i) => !known[i]).flat()).toEqual([]);
    expect(
      shareOf(labels.map((label, i) => label === query.types[i]).filter((_, i) => known[i])),
    ).toBeGreaterThan(0.98);
  });

  it('gives the exact p-values of a small case, and ignores cells without a label', async () => {
    // Scores of the reference, one neighbour each: a: 1/3, 1/2; b: 1/2, 1/3. Two cells are too few: all four calibrate both labels.
    const reference = [[0], [1], [3], [4], [100]];
    const { pValues, sets, labels, categories } = await transferLabels(
      reference,
      ['a', 'a', 'b', 'b', null] as string[],
      [[0.5], [2], [1000]],
      { neighbors: 1, error: 0.3 },
    );
    expect(categories).toEqual(['a', 'b']);
    const rounded = Array.from(pValues.data, (value) => Math.round(value * 1000) / 1000);
    // 0.5: a .5 / 2.5 = .2, b 5; 2: both 1; 1000: a 999 / 996, b 996 / 999.
    expect(rounded).toEqual([1, 0.2, 0.2, 0.2, 0.2, 0.2]);
    expect(sets).toEqual([['a'], [], []]);
    expect(labels).toEqual(['a', 'a', 'b']);
  });

  it('is equal for equal cells of several labels, and works with a label of one cell', async () => {
    const same = new Array(40).fill([1, 1]);
    const types = same.map((_, i) => (i % 2 ? 'a' : 'b'));
    const equal = await transferLabels(same, types, same);
    expect(equal.sets.every((set) => set.length === 2)).toBe(true);
    const lone = await transferLabels([...same, [9, 9]], [...types, 'c'], [[9, 9]]);
    expect(lone.labels).toEqual(['c']);
  });

  it('refuses other dims, one label, values that are not finite, and is aborted', async () => {
    const { z, types } = cells([0, 5], 20, 5);
    await expect(transferLabels(z, types, [[1, 2]])).rejects.toThrow(
      'transferLabels: query: expected 3 dims, those of reference, received 2',
    );
    await expect(transferLabels(z, types.fill('t', 0), z)).rejects.toThrow(
      "at least two labels, received 't' alone",
    );
    const two = cells([0, 5], 20, 5).types;
    await expect(transferLabels(z, two, [[1, Number.NaN, 2]])).rejects.toThrow('transferLabels: query');
    await expect(transferLabels(z, two, z, { error: 0 })).rejects.toThrow('transferLabels: error');
    await expect(transferLabels(z, two, z, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});
