import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { energyDistance } from '../../../src/metrics/counterfactual/energyDistance.js';
import { createRng } from '../../../src/random/rng.js';
import cases from '../../reference/energyDistance.json' with { type: 'json' };

const matrix = (rows: number[][]): Matrix => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]!.length],
});

describe('energyDistance', () => {
  it('agrees with SciPy and, if pairs of a cell with itself are counted, with pertpy', () => {
    for (const { a, b, biased, within, unbiased } of cases) {
      const ours = energyDistance(matrix(a), matrix(b));
      expect(ours).toBeCloseTo(unbiased, 6);
      const selfPairs = within[0]! / (a.length - 1) + within[1]! / (b.length - 1);
      expect(ours + selfPairs).toBeCloseTo(biased, 6);
    }
  });

  it('is 0 on average for two samples of the same cells, even few', () => {
    const rng = createRng(1);
    const draw = (): Matrix => ({ data: rng.normals(new Float32Array(5 * 3)), shape: [5, 3] });
    const values = Array.from({ length: 400 }, () => energyDistance(draw(), draw()));
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length)).toBeLessThan(0.06);
    expect(Math.min(...values)).toBeLessThan(0);
  });
});
