import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumWeightMatching } from '../../../src/learn/maximumWeightMatching.js';
import { minimize } from '../../../src/learn/minimize.js';
import { stratifiedSplit } from '../../../src/learn/stratifiedSplit.js';
import { averageRanks } from '../../../src/metrics/disentanglement/averageRanks.js';
import { rocAuc } from '../../../src/metrics/disentanglement/explicitness.js';
import { histogramBins } from '../../../src/metrics/disentanglement/histogramBins.js';
import { matchingScores } from '../../../src/metrics/disentanglement/matchingScores.js';
import { createRng } from '../../../src/random/rng.js';

/** The largest sum of a one-to-one matching, by trying all matchings. */
function bestSum(scores: number[][], used: readonly number[] = [], target = 0): number {
  if (target === scores[0]!.length) return 0;
  const skip = bestSum(scores, used, target + 1);
  const taken = scores.flatMap((row, d) =>
    used.includes(d) ? [] : [row[target]! + bestSum(scores, [...used, d], target + 1)],
  );
  return Math.max(skip, ...taken);
}

const matrices = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([dims, targets]) => {
    const row = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: targets,
      maxLength: targets,
    });
    return fc.array(row, { minLength: dims, maxLength: dims });
  });

describe('maximumWeightMatching', () => {
  it('finds the largest sum, each dimension once, with more dimensions or more targets', () => {
    fc.assert(
      fc.property(matrices, (scores) => {
        const dimOf = [...maximumWeightMatching(scores)];
        const matched = dimOf.filter((dim) => dim >= 0);
        expect(new Set(matched).size).toBe(matched.length);
        expect(matched.length).toBe(Math.min(scores.length, scores[0]!.length));
        const sum = dimOf.reduce((total, dim, t) => total + (scores[dim]?.[t] ?? 0), 0);
        expect(sum).toBeCloseTo(bestSum(scores), 9);
      }),
      { seed: 1 },
    );
  });
});

describe('matchingScores', () => {
  it("returns the values of DRVI's documentation", () => {
    const scores = [
      [0.9, 0.1, 1.0],
      [0.1, 0.9, 0.1],
      [0.1, 0.1, 0.9],
      [0.1, 0.9, 0.1],
    ];
    const { lms, msas, msgs } = matchingScores(scores);
    expect(lms).toBeCloseTo(0.9, 12);
    expect(msas).toBeCloseTo(2.8 / 3, 12);
    expect(msgs).toBeCloseTo(0.3, 12);
  });
});

describe('histogramBins', () => {
  it('puts an edge into the bin above, and the largest value into the last bin', () => {
    expect([...histogramBins(Float64Array.of(0, 1, 2, 3, 4), 4)]).toEqual([0, 1, 2, 3, 3]);
    expect([...histogramBins(Float64Array.of(5, 5), 4)]).toEqual([0, 0]);
    // 0.1 x 3 is above 0.3 in float64: the edge decides, not a division.
    expect([...histogramBins(Float64Array.of(0, 0.3, 1), 10)]).toEqual([0, 2, 9]);
  });
});

describe('averageRanks and rocAuc', () => {
  it('averages the ranks of equal values', () => {
    expect([...averageRanks(Float64Array.of(3, 1, 3, 2))]).toEqual([3.5, 1, 3.5, 2]);
  });

  it('counts pairs in the right order, and ties as half', () => {
    const positive = (i: number) => i >= 2;
    expect(rocAuc(Float64Array.of(1, 3, 3, 4), positive)).toBe(3.5 / 4);
    expect(rocAuc(Float64Array.of(2, 2, 2, 2), positive)).toBe(0.5);
    expect(rocAuc(Float64Array.of(1, 2), () => true)).toBeNaN();
  });
});

describe('stratifiedSplit', () => {
  it('tests on a third of each category, and on no cell of a category with one cell', () => {
    const codes = Int32Array.from([...Array(9).fill(0), 1, 1, 2]);
    const { train, test } = stratifiedSplit(codes, 3, createRng(1));
    const sizes = (cells: Int32Array) =>
      [0, 1, 2].map((k) => cells.filter((cell) => codes[cell] === k).length);
    expect(sizes(train)).toEqual([6, 1, 1]);
    expect(sizes(test)).toEqual([3, 1, 0]);
    expect([...train, ...test].sort((a, b) => a - b)).toEqual([...codes.keys()]);
  });
});

describe('minimize', () => {
  it('finds the minimum of a badly scaled function', () => {
    const found = minimize(
      (x, gradient) => {
        gradient[0] = 2 * (x[0]! - 3);
        gradient[1] = 4e4 * (x[1]! + 1) ** 3;
        return (x[0]! - 3) ** 2 + 1e4 * (x[1]! + 1) ** 4;
      },
      Float64Array.of(0, 5),
      1e-8,
    );
    expect(found[0]).toBeCloseTo(3, 6);
    expect(found[1]).toBeCloseTo(-1, 2);
  });
});
