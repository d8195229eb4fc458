import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { counterfactualQuality } from '../../../src/metrics/counterfactual/counterfactualQuality.js';
import { createRng } from '../../../src/random/rng.js';

const genes = 20;
const effect = Array.from({ length: genes }, (_, g) => (g % 3) - 0.8);
const names = ['B', 'T'];

/** Cells of two types around 4 and 2, in turn; the other batch adds `effect`, twice for type T. */
function draw(cells: number, other: boolean, seed: number): { x: Matrix; type: string[] } {
  const type = Array.from({ length: cells }, (_, i) => names[i % 2]!);
  const data = createRng(seed).normals(new Float32Array(cells * genes));
  type.forEach((name, i) => {
    for (let g = 0; g < genes; g++) {
      const base = (g + i) % 2 ? 4 : 2;
      data[i * genes + g]! += base + (other ? effect[g]! * (name === 'T' ? 2 : 1) : 0);
    }
  });
  return { x: { data, shape: [cells, genes] }, type };
}

const source = draw(160, false, 1);
const target = draw(120, true, 2);
/** The prediction of a model that has learned the effect exactly. */
const corrected: Matrix = {
  data: source.x.data.map((value, i) => {
    const times = source.type[Math.floor(i / genes)] === 'T' ? 2 : 1;
    return value + effect[i % genes]! * times;
  }),
  shape: source.x.shape,
};
const cells = { source: source.x, corrected, target: target.x };
const options = { labels: source.type, targetLabels: target.type };

const meanOf = ({ data, shape }: Matrix, type: readonly string[], name: string): number[] => {
  const rows = type.flatMap((own, i) => (own === name ? [i] : []));
  return Array.from(
    { length: shape[1] },
    (_, g) => rows.reduce((sum, i) => sum + data[i * shape[1] + g]!, 0) / rows.length,
  );
};

describe('counterfactualQuality', () => {
  it('ranks the true counterfactual above the shift, and the shift above doing nothing', async () => {
    const quality = await counterfactualQuality(cells, options);
    const { unchanged, shifted } = quality;
    expect(quality.corrected.mse).toBeLessThan(0.25 * shifted.mse);
    expect(shifted.mse).toBeLessThan(0.5 * unchanged.mse);
    expect(Math.abs(quality.corrected.eDistance)).toBeLessThan(0.05);
    expect(shifted.eDistance).toBeGreaterThan(0.1);
    expect(unchanged.eDistance).toBeGreaterThan(2 * shifted.eDistance);
    expect(quality.corrected.r2).toBeGreaterThan(shifted.r2);
  });

  it('returns R² and MSE of the mean profiles per type, and their means', async () => {
    const { unchanged } = await counterfactualQuality(cells, options);
    expect(unchanged.perLabel.map(({ label }) => label)).toEqual(names);
    for (const { label, mse, r2, cells: count, targetCells } of unchanged.perLabel) {
      expect([count, targetCells]).toEqual([80, 60]);
      const real = meanOf(target.x, target.type, label);
      const off = meanOf(source.x, source.type, label).map((value, g) => (value - real[g]!) ** 2);
      const overall = real.reduce((a, b) => a + b, 0) / genes;
      const spread = real.reduce((sum, value) => sum + (value - overall) ** 2, 0);
      const sum = off.reduce((a, b) => a + b, 0);
      expect(mse).toBeCloseTo(sum / genes, 6);
      expect(r2).toBeCloseTo(1 - sum / spread, 6);
    }
    const [first, second] = unchanged.perLabel;
    expect(unchanged.eDistance).toBeCloseTo((first!.eDistance + second!.eDistance) / 2, 9);
  });

  it('detects by the E-distance that cells have lost their spread, which their means do not show', async () => {
    const flat = corrected.data.slice();
    corrected.data.forEach((_, i) => {
      const type = source.type[Math.floor(i / genes)]!;
      flat[i] = meanOf(corrected, source.type, type)[i % genes]!;
    });
    const sharp = await counterfactualQuality(cells, options);
    const blurred = await counterfactualQuality(
      { ...cells, corrected: { data: flat, shape: corrected.shape } },
      options,
    );
    expect(blurred.corrected.mse).toBeCloseTo(sharp.corrected.mse, 5);
    expect(blurred.corrected.eDistance).toBeGreaterThan(sharp.corrected.eDistance + 0.5);
  });

  it('takes the shift from training cells if they are given', async () => {
    const training = { source: draw(150, false, 3).x, target: draw(150, true, 4).x };
    const [own, trained] = [
      await counterfactualQuality(cells, options),
      await counterfactualQuality(cells, { ...options, training }),
    ];
    expect(trained.shifted.mse).not.toBe(own.shifted.mse);
    expect(trained.shifted.mse).toBeCloseTo(own.shifted.mse, 1);
    expect(trained.corrected).toEqual(own.corrected);
  });

  it('scores no cell type with too few cells on one side', async () => {
    const rare = target.type.map((name, i) => (name === 'T' && i > 9 ? 'elsewhere' : name));
    const { corrected: scores } = await counterfactualQuality(cells, { ...options, targetLabels: rare });
    expect(scores.perLabel.map(({ label }) => label)).toEqual(['B']);
  });

  it('explains errors in its input', async () => {
    const none = target.type.map(() => 'elsewhere');
    await expect(counterfactualQuality(cells, { ...options, targetLabels: none })).rejects.toThrow(
      'expected a cell type with at least 10 cells in both batches, received none. Give more cells or lower minCells.',
    );
    await expect(counterfactualQuality({ ...cells, target: [[1, 2]] }, options)).rejects.toThrow(
      'target: expected 20 genes, as source, received 2',
    );
    await expect(counterfactualQuality({ ...cells, corrected: target.x }, options)).rejects.toThrow(
      'corrected: expected 160 entries',
    );
    await expect(counterfactualQuality(cells, { ...options, labels: source.type.slice(1) })).rejects.toThrow(
      'labels: expected 160',
    );
    const misspelt = { ...options, component: 3 };
    await expect(counterfactualQuality(cells, misspelt)).rejects.toThrow("Did you mean 'components'?");
  });
});
