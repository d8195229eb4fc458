import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kmeans } from '../../../src/learn/kmeans.js';
import { fewerNeighbors, nearestNeighbors } from '../../../src/learn/nearestNeighbors.js';
import { encodeLabels } from '../../../src/matrix/labels.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { integrationMetrics } from '../../../src/metrics/integration/integrationMetrics.js';
import { adjustedRand, normalizedMutualInfo } from '../../../src/metrics/integration/integrationScores.js';
import { kBetPerLabel } from '../../../src/metrics/integration/kBet.js';
import { lisi } from '../../../src/metrics/integration/lisi.js';
import { silhouette } from '../../../src/metrics/integration/silhouette.js';
import { createRng } from '../../../src/random/rng.js';
import cases from '../../reference/integrationMetrics.json' with { type: 'json' };

const matrix = (rows: number[][]): Matrix => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]!.length],
});

const codesOf = (labels: string[]) => encodeLabels('labels', labels).codes;

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const meanOverSeeds = (points: Matrix, codes: Int32Array, agreement: typeof adjustedRand) => {
  const k = new Set(codes).size;
  return mean(Array.from({ length: 20 }, (_, seed) => agreement(kmeans(points, k, { seed }), codes)));
};

describe.each(cases)('integration metrics against scib-metrics: $name', ({ batch, labels, ...given }) => {
  const { points, original, scores } = given;

  it('returns every score and their means', async () => {
    const ours = await integrationMetrics(points, { batch, labels, original });
    const exact = [
      'isolatedLabels',
      'silhouetteLabel',
      'cLisi',
      'bras',
      'iLisi',
      'graphConnectivity',
    ] as const;
    for (const name of exact) expect(ours[name], name).toBeCloseTo(scores[name], 5);
    expect(ours.pcrComparison).toBeCloseTo(scores.pcrComparison, 4);
    expect(ours.kBet).toBeCloseTo(scores.kBet, 2);
    const { isolatedLabels, kmeansNmi, kmeansAri, silhouetteLabel, cLisi } = ours;
    const bio = mean([isolatedLabels!, kmeansNmi!, kmeansAri!, silhouetteLabel!, cLisi!]);
    const mixed = mean([ours.bras, ours.iLisi, ours.kBet, ours.graphConnectivity, ours.pcrComparison!]);
    expect(ours.bioConservation).toBeCloseTo(bio, 12);
    expect(ours.batchCorrection).toBeCloseTo(mixed, 12);
    expect(ours.total).toBeCloseTo(0.6 * bio + 0.4 * mixed, 12);
  });

  it('returns kBET per label', async () => {
    const neighbors = fewerNeighbors(nearestNeighbors(matrix(points), 89), 49);
    const known = encodeLabels('labels', labels);
    const ours = await kBetPerLabel(neighbors, encodeLabels('batch', batch), known);
    const expected: Record<string, number | null> = scores.kBetPerLabel;
    known.categories.forEach((name, i) => {
      if (expected[name] === null) expect(ours[i], name).toBeNaN();
      else expect(ours[i], name).toBeCloseTo(expected[name]!, 2);
    });
  });

  it('returns silhouette and LISI per cell', () => {
    const widths = silhouette(matrix(points), codesOf(labels));
    const mixing = lisi(nearestNeighbors(matrix(points), 89), codesOf(batch), new Set(batch).size);
    scores.silhouetteSamples.forEach((width, i) => {
      expect(widths[i]).toBeCloseTo(width, 5);
    });
    scores.lisiSamples.forEach((index, i) => {
      expect(mixing[i]).toBeCloseTo(index, 3);
    });
  });

  it('returns k-means scores, as means over twenty seeds', () => {
    const codes = codesOf(labels);
    const nmi = meanOverSeeds(matrix(points), codes, normalizedMutualInfo);
    const ari = meanOverSeeds(matrix(points), codes, adjustedRand);
    expect(Math.abs(nmi - scores.kmeansNmi)).toBeLessThan(0.05);
    expect(Math.abs(ari - scores.kmeansAri)).toBeLessThan(0.05);
  });
});

it('kBET is as high with three hundred mixed batches as with three', async () => {
  const cells = 900;
  const points = { data: createRng(1).normals(new Float32Array(cells * 2)), shape: [cells, 2] } as Matrix;
  const neighbors = nearestNeighbors(points, 49);
  const all = encodeLabels('labels', new Uint8Array(cells));
  for (const batches of [3, 300]) {
    const batch = encodeLabels(
      'batch',
      Int32Array.from({ length: cells }, (_, cell) => cell % batches),
    );
    expect((await kBetPerLabel(neighbors, batch, all))[0], `${batches} batches`).toBeGreaterThan(0.8);
  }
});

describe('integrationMetrics', () => {
  const { points, original, batch, labels } = cases[0]!;

  it('returns only the batch half without labels, and no PCR comparison without the original', async () => {
    const scores = await integrationMetrics(points, { batch });
    const expected = ['bras', 'iLisi', 'kBet', 'graphConnectivity', 'batchCorrection'];
    expect(Object.keys(scores).sort()).toEqual(expected.sort());
    expect(scores.batchCorrection).toBeGreaterThan(0);
  });

  it('scores mixed batches above separate batches', async () => {
    const apart = points.map(([first, ...rest], i) => [first! + (batch[i] === 'batch0' ? 50 : 0), ...rest]);
    const before = await integrationMetrics(points, { batch, labels });
    const after = await integrationMetrics(apart, { batch, labels });
    expect(after.batchCorrection).toBeLessThan(before.batchCorrection - 0.4);
  });

  it('returns NaN for mixing with one batch only', async () => {
    const scores = await integrationMetrics(points, { batch: points.map(() => 'one'), labels });
    expect(scores.batchCorrection).toBeNaN();
    expect(scores.total).toBeNaN();
    expect(scores.bioConservation).toBeGreaterThan(0.5);
  });

  it('returns the same scores for any order of the cells', async () => {
    const order = [...points.keys()].sort((a, b) => ((a * 7919) % 240) - ((b * 7919) % 240));
    const at = <T>(values: T[]) => order.map((i) => values[i]!);
    const options = { batch, labels, original };
    const moved = { batch: at(batch), labels: at(labels), original: at(original) };
    const [a, b] = [await integrationMetrics(points, options), await integrationMetrics(at(points), moved)];
    for (const name of ['bras', 'iLisi', 'cLisi', 'graphConnectivity', 'silhouetteLabel'] as const) {
      expect(b[name]).toBeCloseTo(a[name]!, 9);
    }
  });

  it('samples above maxCells, and reports how much the samples differ', async () => {
    const rng = createRng(2);
    const cells = Array.from({ length: 400 }, () => [...rng.normals(new Float32Array(3))]);
    const types = cells.map(([x]) => (x! > 0 ? 'up' : 'down'));
    const studies = cells.map((_, i) => i % 2);
    const options = { batch: studies, labels: types, maxCells: 200 };
    const scores = await integrationMetrics(cells, options);
    const whole = await integrationMetrics(cells, { batch: studies, labels: types });
    expect(scores.sampled).toMatchObject({ cells: 200, samples: 3 });
    expect(scores.sampled!.standardError['iLisi']).toBeGreaterThan(0);
    expect(Math.abs(scores.iLisi - whole.iLisi)).toBeLessThan(0.1);
    const seen: number[][] = [];
    const followed = { ...options, onProgress: (...at: [number, number]) => seen.push(at) };
    expect(await integrationMetrics(cells, followed)).toEqual(scores);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done!).sort((a, b) => a - b));
    expect(seen.at(-1)![0]).toBeCloseTo(seen.at(-1)![1]!, 6);
    expect(await integrationMetrics(cells, { ...options, seed: 1 })).not.toEqual(scores);
    expect(whole.sampled).toBeUndefined();
  });

  it('explains errors in its input', async () => {
    await expect(integrationMetrics(points.slice(0, 50), { batch })).rejects.toThrow(
      'at least 90 cells, received 50',
    );
    await expect(integrationMetrics(points, { batch: ['a'] })).rejects.toThrow(
      'integrationMetrics: batch: expected 240',
    );
    await expect(integrationMetrics(points, { batch, original: [[1]] })).rejects.toThrow(
      'original: expected 240',
    );
    const misspelt = { batch, label: labels };
    await expect(integrationMetrics(points, misspelt)).rejects.toThrow("Did you mean 'labels'?");
  });
});

describe('agreement of labellings', () => {
  const labelling = fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 30 });

  it('is 1 for the same labelling under other names, and symmetric', () => {
    fc.assert(
      fc.property(labelling, labelling, (first, second) => {
        const length = Math.min(first.length, second.length);
        const [a, b] = [first, second].map((codes) => Int32Array.from(codes.slice(0, length)));
        const renamed = a!.map((code) => 3 - code);
        for (const agreement of [adjustedRand, normalizedMutualInfo]) {
          expect(agreement(a!, renamed)).toBeCloseTo(1, 9);
          expect(agreement(a!, b!)).toBeCloseTo(agreement(b!, a!), 9);
        }
      }),
    );
  });

  it('is about 0 by chance', () => {
    const rng = createRng(4);
    const draw = () => Int32Array.from({ length: 5000 }, () => rng.integer(3));
    const [a, b] = [draw(), draw()];
    expect(Math.abs(adjustedRand(a, b))).toBeLessThan(0.01);
    expect(normalizedMutualInfo(a, b)).toBeLessThan(0.01);
  });
});
