import { describe, expect, test } from 'vitest';
import type { CounterfactualScores, IntegrationMetrics } from 'zbio/metrics';
import { plotCounterfactual, plotFrontier, plotGenes, plotLatentHeatmap, plotMetrics } from 'zbio/plot';
import { structureOf } from './structure.js';

describe('plotFrontier', () => {
  const point = (value: unknown, batchCorrection: number, bioConservation: number, frontier: boolean) => {
    return { value, batchCorrection, bioConservation, frontier };
  };
  const points = [point(0, 0.3, 0.8, true), point(30, 0.6, 0.75, true), point({ nio: 4 }, 0.5, 0.5, false)];

  test('has every value, the frontier and the knee', async () => {
    const { texts, count, values } = structureOf(
      await plotFrontier({ points, knee: points[1]! }, { title: 'a title' }),
    );
    expect(texts).toEqual(expect.arrayContaining(['a title', '0', '30', '{"nio":4}']));
    expect(texts.join(' ')).toMatch(/batchCorrection.*bioConservation|The knee is 30/);
    // Three values and the knee's ring; the one off the frontier isn't filled.
    expect(count('[aria-label="dot"] circle')).toBe(4);
    expect(values('[aria-label="dot"] circle', 'fill').filter((fill) => fill === '#ffffff')).toHaveLength(1);
    expect(count('[aria-label="line"] path')).toBe(1);
  });

  test('refuses something else', async () => {
    await expect(plotFrontier({ points: [], knee: points[0]! })).rejects.toThrow('at least one point');
    await expect(plotFrontier({ points: [{}], knee: points[0]! } as never)).rejects.toThrow(
      'sweep.points[0].batchCorrection: expected a number, received undefined',
    );
  });
});

describe('plotMetrics', () => {
  const scores: IntegrationMetrics = {
    ...{ bras: 0.5, iLisi: 1, kBet: Number.NaN, graphConnectivity: 1, batchCorrection: 0.7 },
    sampled: { cells: 100, samples: 3, standardError: { bras: 0.02 } },
  };

  test('has a bar per score and result, with its number', async () => {
    const { texts, count, values } = structureOf(await plotMetrics({ before: scores, after: scores }));
    expect(count('[aria-label="rect"] rect')).toBe(2 * 2 * 5);
    expect(texts).toEqual(
      expect.arrayContaining(['before', 'after', 'iLISI', '0.50 ± 0.02', 'undefined', '0.70']),
    );
    expect(texts).not.toContain('cLISI');
    const widths = values('[aria-label="rect"] rect', 'width').map(Number);
    // Backgrounds, then bars: iLISI is full, kBET has none.
    expect(widths[11]).toBeCloseTo(widths[1]!);
    expect(widths[12]).toBe(0);
  });

  test('takes one result without a name', async () => {
    expect(structureOf(await plotMetrics({ ...scores, cLisi: 0.9 })).texts).toContain('cLISI');
    await expect(plotMetrics({})).rejects.toThrow('at least one result');
  });
});

describe('plotLatentHeatmap', () => {
  const bio = Array.from({ length: 12 }, (_, i) => [i % 2, i % 3, 7]);
  const groups = bio.map(([first]) => (first ? 'T' : 'B'));

  test('has a tile per group and dimension', async () => {
    const { texts, count, values } = structureOf(await plotLatentHeatmap({ z_bio: bio, z_nio: bio }, groups));
    expect(count('[aria-label="rect"] rect')).toBe(2 * 6 + 41);
    expect(texts).toEqual(
      expect.arrayContaining(['z_bio', 'z_nio', 'T', 'B', 'dimension', 'mean (sd)', '2']),
    );
    const fills = values('[aria-label="rect"] rect', 'fill').slice(0, 12);
    // Dimension 0 tells the groups apart, dimension 2 is constant.
    expect(fills[0]).not.toBe(fills[3]);
    expect(fills[2]).toBe(fills[5]);
  });

  test('refuses latents of other cells', async () => {
    const other = { bio, nio: bio.slice(1) };
    await expect(plotLatentHeatmap(other, groups)).rejects.toThrow('latents.nio: expected 12 cells');
  });
});

describe('plotCounterfactual', () => {
  const scores = (mse: number): CounterfactualScores => {
    const score = { r2: 0.9, mse, eDistance: 10 * mse };
    const perLabel = ['B', 'T'].map((label) => ({ ...score, label, cells: 9, targetCells: 9 }));
    return { ...score, perLabel };
  };

  test('has each prediction of each cell type, by both measures, and says which is nearest', async () => {
    const quality = { corrected: scores(0.1), unchanged: scores(0.3), shifted: scores(0.2) };
    const { texts, count } = structureOf(await plotCounterfactual(quality));
    expect(count('[aria-label="dot"] path')).toBe(2 * 3 * 2);
    expect(texts).toEqual(expect.arrayContaining(['B', 'T', 'do nothing', 'shift by the batch mean']));
    expect(texts.join(' ')).toContain('beat both baselines in 2 of 2 cell types by mean squared error');
    await expect(plotCounterfactual({ ...quality, shifted: {} } as never)).rejects.toThrow(
      'shifted.perLabel',
    );
  });
});

describe('plotGenes', () => {
  test('has a chart per group, of the genes with the largest scores', async () => {
    const genes = ['CD3E', 'IL7R', 'LYZ'].map((gene, i) => ({ gene, column: i, score: 3 - i }));
    const ranked = ['DR 1+', 'DR 1-', 'DR 2+'].map((title) => ({ title, genes }));
    const { texts, count } = structureOf(await plotGenes(ranked, { top: 2, groups: 2 }));
    expect(count('[aria-label="rect"] rect')).toBe(4);
    expect(texts).toEqual(expect.arrayContaining(['DR 1+', 'DR 1-', 'CD3E', 'IL7R', 'score']));
    expect(texts).not.toContain('LYZ');
    expect(texts.join(' ')).toContain('Not drawn: 1 more group');
  });

  test('takes the key genes of a condition, with names or without', async () => {
    const { texts } = structureOf(await plotGenes({ treatment: [{ index: 7, score: 1 }] }));
    expect(texts).toEqual(expect.arrayContaining(['treatment', '7']));
    await expect(plotGenes({})).rejects.toThrow('at least one gene');
  });
});
