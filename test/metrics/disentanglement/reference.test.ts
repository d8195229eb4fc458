import { describe, expect, it } from 'vitest';
import { boostedTrees } from '../../../src/learn/boostedTrees.js';
import { absoluteSpearman } from '../../../src/metrics/disentanglement/absoluteSpearman.js';
import { betaVae } from '../../../src/metrics/disentanglement/betaVae.js';
import { dciCompleteness, dciDisentanglement } from '../../../src/metrics/disentanglement/dci.js';
import { disentanglementMetrics } from '../../../src/metrics/disentanglement/disentanglementMetrics.js';
import { explicitness } from '../../../src/metrics/disentanglement/explicitness.js';
import { factorVae } from '../../../src/metrics/disentanglement/factorVae.js';
import { indicators } from '../../../src/metrics/disentanglement/indicators.js';
import { informationScores } from '../../../src/metrics/disentanglement/informationScores.js';
import { matchingScores } from '../../../src/metrics/disentanglement/matchingScores.js';
import { meanGap, type ScoreMatrix } from '../../../src/metrics/disentanglement/meanGap.js';
import { sameNeighbors } from '../../../src/metrics/disentanglement/sameNeighbors.js';
import { sapScores } from '../../../src/metrics/disentanglement/sapScores.js';
import { scaledMutualInformation } from '../../../src/metrics/disentanglement/scaledMutualInformation.js';
import { createRng } from '../../../src/random/rng.js';
import cases from '../../reference/disentanglement.json' with { type: 'json' };

function expectClose(ours: ScoreMatrix, expected: number[][], digits: number): void {
  expected.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(ours[i]![j], `[${i}, ${j}]`).toBeCloseTo(value, digits);
    });
  });
}

const transposed = (rows: readonly ArrayLike<number>[]) =>
  Array.from(rows[0]!, (_, j) => rows.map((row) => row[j]!));

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe.each(cases)('against disentanglement_lib and drvi: $name', ({ z, codes, time, scores }) => {
  const columns = transposed(z).map((column) => Float64Array.from(Float32Array.from(column)));
  const factors = codes.map((column, f) => ({
    name: `${f}`,
    codes: Int32Array.from(column),
    categories: Math.max(...column) + 1,
  }));
  const cells = Int32Array.from(z.keys());
  const split = { train: cells.filter((i) => i % 3 > 0), test: cells.filter((i) => i % 3 === 0) };

  it('MIG and modularity', () => {
    const ours = informationScores(columns, factors);
    expect(ours.mig).toBeCloseTo(scores.mig, 10);
    expect(ours.modularity).toBeCloseTo(scores.modularity, 10);
  });

  it('DCI by boosted trees', () => {
    // Both sides choose among equally good splits at random.
    const runs = Array.from({ length: 5 }, (_, seed) =>
      factors.map(({ codes, categories }) =>
        boostedTrees(columns, codes, categories, split, createRng(seed)),
      ),
    );
    const meanImportance = factors.map((_, f) =>
      columns.map((_, d) => mean(runs.map((trees) => trees[f]!.importance[d]!))),
    );
    const importance = transposed(meanImportance);
    const accuracy = mean(runs.flat().map((tree) => tree.accuracy));
    expectClose(importance, scores.importance, 2);
    expect(Math.abs(dciDisentanglement(importance) - scores.disentanglement)).toBeLessThan(0.01);
    expect(Math.abs(dciCompleteness(importance) - scores.completeness)).toBeLessThan(0.01);
    expect(Math.abs(accuracy - scores.informativeness)).toBeLessThan(0.015);
    // The formulas on the same importance.
    expect(dciDisentanglement(scores.importance)).toBeCloseTo(scores.disentanglement, 8);
    expect(dciCompleteness(scores.importance)).toBeCloseTo(scores.completeness, 8);
  });

  it('SAP, for categories and for a continuous factor', () => {
    const ours = transposed(factors.map((factor) => sapScores(columns, factor, split)));
    expectClose(ours, scores.sapScores, 10);
    expect(meanGap(ours)).toBeCloseTo(scores.sap, 10);
    const continuous = { ...factors[0]!, values: Float64Array.from(time) };
    expectClose([sapScores(columns, continuous, split)], [scores.sapOfTime], 10);
  });

  it('explicitness per factor', () => {
    factors.forEach((factor, f) => {
      expect(explicitness(columns, factor, split)).toBeCloseTo(scores.explicitness[f]!, 3);
    });
  });

  it('LMS, MSAS and MSGS over SMI, SPN and ASC', () => {
    const targets = indicators(factors);
    const matrices = {
      smi: scaledMutualInformation(columns, targets),
      spn: sameNeighbors(columns, targets, createRng(0)),
      asc: absoluteSpearman(columns, targets),
    };
    for (const name of ['smi', 'spn', 'asc'] as const) {
      const { matrix, ...expected } = scores.drvi[name];
      // SPN orders equal values differently.
      const digits = name === 'spn' ? 2 : 9;
      expectClose(matrices[name], matrix, digits);
      const ours = matchingScores(matrices[name]);
      for (const key of ['lms', 'msas', 'msgs'] as const) {
        expect(ours[key], `${name} ${key}`).toBeCloseTo(expected[key], digits);
        expect(matchingScores(matrix)[key], `${name} ${key}`).toBeCloseTo(expected[key], 9);
      }
    }
  });

  it('total correlation', async () => {
    const ours = await disentanglementMetrics(z, { type: codes[0]! });
    expect(ours.totalCorrelation).toBeCloseTo(scores.totalCorrelation, 5);
  });

  const { factorVae: byVariance, betaVae: byPairs } = scores as { factorVae?: number; betaVae?: number };
  it.runIf(byVariance !== undefined)('FactorVAE and beta-VAE, drawn anew', () => {
    const overSeeds = (score: typeof betaVae) =>
      mean([1, 2, 3].map((seed) => score(columns, factors, createRng(seed))));
    // Means over three runs on each side; one run's standard deviation is about 0.007.
    expect(Math.abs(overSeeds(factorVae) - byVariance!)).toBeLessThan(0.015);
    expect(Math.abs(overSeeds(betaVae) - byPairs!)).toBeLessThan(0.015);
  });
});
