import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnData } from '../../src/io/anndata.js';
import { labels } from '../../src/io/columnByName.js';
import { pca } from '../../src/learn/pca.js';
import { copyRows } from '../../src/matrix/copyRows.js';
import { type CsrMatrix, isCsr, type Matrix } from '../../src/matrix/matrix.js';
import { knnAccuracy } from '../../src/metrics/leakage/knnAccuracy.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { simulateCells } from '../../src/simulate/simulateCells.js';
import type { SimulateCellsOptions } from '../../src/simulate/simulationOptions.js';

const small: SimulateCellsOptions = { cells: 300, genes: 120 };

const rows = (x: Matrix | CsrMatrix) => {
  const { data, shape } = copyRows(x, [...Array(x.shape[0]).keys()]);
  return Array.from({ length: shape[0] }, (_, i) => data.subarray(i * shape[1], (i + 1) * shape[1]));
};

const total = (row: ArrayLike<number>) => Array.from(row).reduce((a, b) => a + b, 0);

const sizes = (values: string[]) => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

/** How well neighbours in the space of principal components predict a column. */
async function told(adata: AnnData, name: string) {
  const { scores } = await pca(log1p(normalizeTotal(adata.x)), { components: 10 });
  return (await knnAccuracy(scores, labels(adata.obs, name))).balanced;
}

const sameLogMeans = (x: Matrix | CsrMatrix, codes: string[], group: string) => {
  const own = rows(x).filter((_, i) => codes[i] === group);
  const sums = own.reduce((sum, row) => sum.map((v, g) => v + row[g]!), new Float64Array(x.shape[1]));
  const all = total(sums);
  return sums.map((v) => Math.log(v / all));
};

const spread = (values: Float64Array) => {
  const mean = total(values) / values.length;
  return Math.sqrt(total(values.map((v) => (v - mean) ** 2)) / values.length);
};

describe('simulateCells', () => {
  it('makes the requested number of cells, with their truth', () => {
    const adata = simulateCells({ ...small, batches: 2, types: 4, conditions: 3 });
    expect(adata.x.shape).toEqual([300, 120]);
    expect(isCsr(adata.x)).toBe(true);
    expect(adata.x.data.every((count) => count > 0 && Number.isInteger(count))).toBe(true);
    expect(sizes(labels(adata.obs, 'batch'))).toEqual({ 'batch 1': 150, 'batch 2': 150 });
    expect(Object.keys(sizes(labels(adata.obs, 'cell_type')))).toHaveLength(4);
    expect(Object.keys(sizes(labels(adata.obs, 'condition')))).toHaveLength(3);
    expect(adata.obsm['true_bio']!.shape).toEqual([300, 7]);
    expect(adata.obsm['true_batch']!.shape).toEqual([300, 2]);
    expect(rows(adata.obsm['true_bio']!).every((row) => total(row) === 2)).toBe(true);
    const truth = adata.uns['truth'] as Record<string, Matrix>;
    expect(truth['batchEffects']!.shape).toEqual([2, 120]);
    expect(truth['typeEffects']!.shape).toEqual([4, 120]);
    expect(Math.max(...rows(truth['conditionEffects']!)[0]!.map(Math.abs))).toBe(0);
    expect(adata.obs).not.toHaveProperty('pseudotime');
    expect(adata.layers).toEqual({});
  });

  it('makes equal cells for equal seeds, and others for other seeds', () => {
    expect(simulateCells({ ...small, seed: 'a' })).toEqual(simulateCells({ ...small, seed: 'a' }));
    expect(simulateCells({ ...small, seed: 1 }).x).not.toEqual(simulateCells({ ...small, seed: 2 }).x);
  });

  it('draws counts around the truth, with negative-binomial variance', () => {
    const dispersion = 0.4;
    const adata = simulateCells({ cells: 4000, genes: 30, batchEffect: 0, dispersion, truth: true });
    const counts = copyRows(adata.x, [...Array(4000).keys()]).data;
    let [z, zz] = [0, 0];
    (adata.layers['truth'] as Matrix).data.forEach((logMean, i) => {
      const mean = Math.exp(logMean);
      const scaled = (counts[i]! - mean) / Math.sqrt(mean + dispersion * mean * mean);
      z += scaled / counts.length;
      zz += (scaled * scaled) / counts.length;
    });
    expect(Math.abs(z)).toBeLessThan(5 / Math.sqrt(counts.length));
    expect(Math.abs(zz - 1)).toBeLessThan(0.05);
  });

  it('keeps the cells and changes only the batch with another batchEffect', () => {
    const without = simulateCells({ ...small, batchEffect: 0, truth: true, unbalanced: true });
    const strong = simulateCells({ ...small, batchEffect: 2, truth: true, unbalanced: true });
    expect(strong.obs).toEqual(without.obs);
    expect(strong.layers).toEqual(without.layers);
    expect(strong.x).not.toEqual(without.x);
  });

  it('mixes batches without an effect, and separates them with a strong one; types stay', async () => {
    const settings = { cells: 600, genes: 200, batches: 2, types: 3 };
    const seen: number[] = [];
    for (const batchEffect of [0, 0.06, 1])
      seen.push(await told(simulateCells({ ...settings, batchEffect }), 'batch'));
    expect(Math.abs(seen[0]! - 0.5)).toBeLessThan(0.07);
    expect(seen[1]).toBeGreaterThan(seen[0]! + 0.03);
    expect(seen[1]).toBeLessThan(0.9);
    expect(seen[2]).toBeGreaterThan(0.98);
    expect(await told(simulateCells({ ...settings, batchEffect: 0 }), 'cell_type')).toBeGreaterThan(0.95);
    const noTypes = simulateCells({ ...settings, batchEffect: 0, typeEffect: 0 });
    expect(Math.abs((await told(noTypes, 'cell_type')) - 1 / 3)).toBeLessThan(0.07);
  });

  it('gives batch and condition effects the requested size', () => {
    const adata = simulateCells({ genes: 4000, cells: 4, batches: 2, conditions: 2, batchEffect: 0.7 });
    const truth = adata.uns['truth'] as Record<string, Matrix>;
    const [first, second] = rows(truth['batchEffects']!);
    expect(spread(Float64Array.from(first!))).toBeCloseTo(0.7, 1);
    expect(spread(Float64Array.from(second!))).toBeCloseTo(0.7, 1);
    const treated = rows(truth['conditionEffects']!)[1]!.filter((value) => value !== 0);
    expect(Math.abs(treated.length / 4000 - 0.2)).toBeLessThan(0.04);
    expect(spread(Float64Array.from(treated))).toBeCloseTo(0.5, 1);
    // Both batches lie along the shared direction, at opposite ends.
    const shared = (adata.uns['truth'] as Record<string, Float64Array>)['sharedDirection']!;
    const along = (row: Float32Array) => total(row.map((v, g) => v * shared[g]!)) / 4000;
    expect(along(first!)).toBeCloseTo(-0.7 * Math.SQRT1_2, 1);
    expect(along(second!)).toBeCloseTo(0.7 * Math.SQRT1_2, 1);
  });

  it('moves gene means by the effects it reports', () => {
    const options = { cells: 3000, genes: 60, batches: 2, types: 1, conditions: 2, librarySize: 20_000 };
    const adata = simulateCells({ ...options, batchEffect: 1, conditionEffect: 1 });
    const truth = adata.uns['truth'] as Record<string, Matrix>;
    const difference = (name: string) => {
      const codes = labels(adata.obs, name);
      const [low, high] = [1, 2].map((n) => sameLogMeans(adata.x, codes, `${name} ${n}`));
      return high!.map((value, g) => value - low![g]!);
    };
    for (const name of ['batch', 'condition']) {
      const [low, high] = rows(truth[`${name}Effects`]!);
      const found = difference(name);
      const expected = Float64Array.from(high!, (value, g) => value - low![g]!);
      // Up to a constant: expected counts add up to the library size.
      expect(spread(found.map((value, g) => value - expected[g]!))).toBeLessThan(0.1);
      expect(spread(expected)).toBeGreaterThan(0.3);
    }
  });

  it('gives cells the reported library sizes, around the requested median', () => {
    const adata = simulateCells({ cells: 2000, genes: 100, librarySize: 5000, dispersion: 0 });
    const library = adata.obs['library_size'] as Float64Array;
    const sorted = library.slice().sort();
    expect(Math.abs(sorted[1000]! / 5000 - 1)).toBeLessThan(0.05);
    expect(spread(library.map(Math.log))).toBeCloseTo(0.3, 1);
    rows(adata.x).forEach((row, i) => {
      expect(Math.abs(total(row) - library[i]!)).toBeLessThan(6 * Math.sqrt(library[i]!));
    });
  });

  it('leaves out types and unbalances batches on request', () => {
    const adata = simulateCells({
      ...small,
      cells: 1000,
      types: 5,
      batches: 3,
      missingTypes: 2,
      unbalanced: true,
    });
    const batch = labels(adata.obs, 'batch');
    const perType = new Map<string, Set<string>>();
    labels(adata.obs, 'cell_type').forEach((type, i) => {
      perType.set(type, (perType.get(type) ?? new Set()).add(batch[i]!));
    });
    expect(
      [...perType]
        .filter(([, found]) => found.size === 2)
        .map(([type]) => type)
        .sort(),
    ).toEqual(['type 4', 'type 5']);
    const counts = Object.values(sizes(batch));
    expect(Math.max(...counts) / Math.min(...counts)).toBeGreaterThan(1.3);
    expect(total(counts)).toBe(1000);
  });

  it('places types along a path on request', () => {
    const adata = simulateCells({ ...small, types: 3, trajectory: true });
    const time = adata.obs['pseudotime'] as Float64Array;
    const weights = rows(adata.obsm['true_bio']!);
    const type = labels(adata.obs, 'cell_type');
    time.forEach((at, i) => {
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at).toBeLessThanOrEqual(1);
      expect(type[i]).toBe(`type ${Math.round(at * 2) + 1}`);
      const [first, second, third] = weights[i]!;
      expect(first! + second! + third!).toBeCloseTo(1, 6);
      expect(second! + 2 * third!).toBeCloseTo(at * 2, 5);
    });
    expect(new Set(time.map((at) => Math.floor(at * 10))).size).toBeGreaterThan(9);
  });

  it('returns the documented shapes for any small design', () => {
    const settings = {
      cells: fc.integer({ min: 1, max: 40 }),
      genes: fc.integer({ min: 1, max: 12 }),
      batches: fc.integer({ min: 1, max: 4 }),
      types: fc.integer({ min: 2, max: 5 }),
      conditions: fc.integer({ min: 1, max: 3 }),
      unbalanced: fc.boolean(),
      trajectory: fc.boolean(),
      dispersion: fc.constantFrom(0, 0.01, 3),
      seed: fc.integer(),
    };
    fc.assert(
      fc.property(fc.record(settings), (options) => {
        const { x, obs } = simulateCells(options);
        expect((x as CsrMatrix).indptr[options.cells]).toBe(x.data.length);
        expect(x.data.every(Number.isFinite)).toBe(true);
        expect(labels(obs, 'cell_type')).toHaveLength(options.cells);
      }),
    );
  });

  it('explains errors in its options', () => {
    expect(() => simulateCells({ cells: 0 })).toThrow(/simulateCells: cells: expected a whole number >= 1/);
    expect(() => simulateCells({ dispersion: -1 })).toThrow(/simulateCells: dispersion/);
    expect(() => simulateCells({ librarySize: 0 })).toThrow(/simulateCells: librarySize/);
    expect(() => simulateCells({ missingTypes: 5 })).toThrow(/fewer than the 5 types/);
    expect(() => simulateCells({ missingTypes: 1, batches: 1 })).toThrow(/at least 2 batches/);
    expect(() => simulateCells({ trajectory: true, types: 1 })).toThrow(/at least 2 types for a trajectory/);
    expect(() => simulateCells({ unbalanced: 1 as never })).toThrow(/expected true or false, received 1/);
    expect(() => simulateCells({ batch: 3 } as never)).toThrow(/Did you mean 'batches'/);
  });
});
