import { describe, expect, test } from 'vitest';
import * as metrics from '../../src/entries/metrics.js';
import { nearestNeighbors } from '../../src/learn/nearestNeighbors.js';
import type { Categories } from '../../src/matrix/categories.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { createRng } from '../../src/random/rng.js';

const cells = 120;
const rng = createRng(1);
const drawn = (dims: number): Matrix => ({
  data: rng.normals(new Float32Array(cells * dims)),
  shape: [cells, dims],
});
const named = (name: (cell: number) => string): string[] => Array.from({ length: cells }, (_, i) => name(i));

const [z, original] = [drawn(3), drawn(4)];
for (let i = 0; i < cells / 2; i++) z.data[i * 3]! += 4;
const usual = {
  batch: named((cell) => (cell % 2 ? 'x' : 'y')),
  labels: named((cell) => (cell < cells / 2 ? 'A' : 'B')),
};
type Known = typeof usual;

const edges: Record<string, Known> = {
  'one batch': { ...usual, batch: named(() => 'x') },
  'one label': { ...usual, labels: named(() => 'A') },
  'a label of one cell': { ...usual, labels: usual.labels.with(7, 'rare') },
  'a batch of one cell': { ...usual, batch: usual.batch.with(7, 'late') },
  'batches that are labels': { ...usual, batch: usual.labels },
};

/** What a score is at an edge: a number, `NaN`, or any finite number. */
type Expected = Record<string, number | 'finite'> | RegExp;

const finite = 'finite' as const;
const finiteAll = (...names: string[]) => Object.fromEntries(names.map((name) => [name, finite]));

const bio = finiteAll('isolatedLabels', 'kmeansNmi', 'kmeansAri', 'silhouetteLabel', 'cLisi');
const mixing = finiteAll('bras', 'iLisi', 'kBet', 'graphConnectivity', 'pcrComparison');
const means = finiteAll('bioConservation', 'batchCorrection', 'total');
const integration = { ...bio, ...mixing, ...means };
const knn = finiteAll('accuracy', 'balanced', 'chance', 'majority');
const probes = finiteAll('batchLinear', 'batchKnn', 'typeLinear', 'typeKnn', 'hsic', 'mmd');
const factors = finiteAll('mig', 'modularity', 'disentanglement', 'completeness', 'informativeness', 'sap');
const more = finiteAll('explicitness', 'factorVae', 'betaVae', 'totalCorrelation');
const disentanglement = { ...factors, ...more };
const quality = finiteAll('r2', 'mse', 'eDistance', 'types');
const oneValue = /factors\.\w+: expected two values or more.*received one value for all cells/;

interface Metric {
  scores(known: Known): Promise<Record<string, number>> | Record<string, number>;
  at: Record<keyof typeof edges, Expected>;
}

const table: Record<string, Metric> = {
  integrationMetrics: {
    scores: async (known) => ({ ...(await metrics.integrationMetrics(z, { ...known, original })) }) as never,
    at: {
      'one batch': {
        ...integration,
        bras: Number.NaN,
        iLisi: Number.NaN,
        kBet: Number.NaN,
        pcrComparison: Number.NaN,
        batchCorrection: Number.NaN,
        total: Number.NaN,
      },
      'one label': {
        ...integration,
        isolatedLabels: 0.5,
        silhouetteLabel: 0.5,
        kmeansNmi: 1,
        kmeansAri: 1,
        cLisi: Number.NaN,
        bioConservation: 0.75,
      },
      'a label of one cell': { ...integration, isolatedLabels: 0.5 },
      'a batch of one cell': integration,
      'batches that are labels': { ...integration, bras: Number.NaN, kBet: Number.NaN },
    },
  },
  leakage: {
    scores: async (known) => {
      const report = await metrics.leakage({ bio: z }, { ...known, permutations: 2 });
      const { batchFromBio, typeFromBio, dependence } = report;
      return {
        batchLinear: batchFromBio.linear.balanced,
        batchKnn: batchFromBio.knn.balanced,
        typeLinear: typeFromBio!.linear.balanced,
        typeKnn: typeFromBio!.knn.balanced,
        hsic: dependence.hsicBioBatch.value,
        mmd: dependence.mmdBatches.value,
      };
    },
    at: {
      'one batch':
        /leakage: batch: expected at least two categories, received 'x' only\. Was the right column/,
      'one label': /leakage: labels: expected at least two categories, received 'A' only\. Leave labels out/,
      'a label of one cell': probes,
      'a batch of one cell': probes,
      'batches that are labels': probes,
    },
  },
  knnAccuracy: {
    scores: async ({ labels }) => ({ ...(await metrics.knnAccuracy(z, labels)) }),
    at: {
      'one batch': knn,
      'one label': { accuracy: 1, balanced: 1, chance: 1, majority: 1 },
      'a label of one cell': { ...knn, chance: 1 / 3 },
      'a batch of one cell': knn,
      'batches that are labels': knn,
    },
  },
  disentanglementMetrics: {
    scores: async ({ batch, labels }) => {
      const {
        details: _,
        smi: __,
        spn: ___,
        asc: ____,
        ...scores
      } = await metrics.disentanglementMetrics(z, { batch, labels });
      return { ...scores };
    },
    at: {
      'one batch': oneValue,
      'one label': oneValue,
      'a label of one cell': disentanglement,
      'a batch of one cell': disentanglement,
      'batches that are labels': disentanglement,
    },
  },
  counterfactualQuality: {
    scores: async ({ labels }) => {
      const given = { source: original, corrected: original, target: original };
      const { r2, mse, eDistance, perLabel } = (
        await metrics.counterfactualQuality(given, { labels, targetLabels: labels })
      ).corrected;
      return { r2, mse, eDistance, types: perLabel.length };
    },
    at: {
      'one batch': quality,
      'one label': { ...quality, types: 1 },
      'a label of one cell': { ...quality, types: 2 },
      'a batch of one cell': quality,
      'batches that are labels': quality,
    },
  },
  designCheck: {
    scores: ({ batch, labels }) => {
      const { findings, identifiable } = metrics.designCheck({ batch, labels });
      const count = (level: string) => findings.filter((finding) => finding.level === level).length;
      return { problems: count('problem'), warnings: count('warning'), identifiable: Number(identifiable) };
    },
    at: {
      'one batch': { problems: 1, warnings: 0, identifiable: 1 },
      'one label': { problems: 0, warnings: 0, identifiable: 1 },
      'a label of one cell': { problems: 0, warnings: 1, identifiable: 0 },
      'a batch of one cell': { problems: 0, warnings: 1, identifiable: 1 },
      'batches that are labels': { problems: 1, warnings: 0, identifiable: 0 },
    },
  },
};

test('the table has every metric', () => {
  const functions = Object.entries(metrics).filter(([, value]) => typeof value === 'function');
  const scoring = functions.map(([name]) => name).filter((name) => !name.startsWith('format'));
  expect(Object.keys(table).sort()).toEqual(scoring.sort());
});

const check = (score: string, value: number | undefined, expected: number | 'finite'): void => {
  if (expected === 'finite') expect(Number.isFinite(value), `${score}: ${value}`).toBe(true);
  else if (Number.isNaN(expected)) expect(value, score).toBeNaN();
  else expect(value, score).toBeCloseTo(expected, 9);
};

describe.each(Object.entries(table))('%s', (_, { scores, at }) => {
  test.each(Object.entries(at))('%s', async (edge, expected) => {
    const found = async () => await scores(edges[edge]!);
    if (expected instanceof RegExp) return await expect(found()).rejects.toThrow(expected);
    const values = await found();
    for (const [score, value] of Object.entries(expected)) check(score, values[score], value);
    expect(Object.keys(values).sort()).toEqual(Object.keys(expected).sort());
  });
});

test('a factor of disentanglementMetrics on its own', async () => {
  const scores = await metrics.disentanglementMetrics(z, { labels: usual.labels });
  const undefinedScores = ['disentanglement', 'modularity', 'factorVae', 'betaVae'] as const;
  for (const name of undefinedScores) expect(scores[name], name).toBeNaN();
  for (const name of ['mig', 'completeness', 'sap', 'explicitness'] as const) {
    expect(Number.isFinite(scores[name]), name).toBe(true);
  }
});

test('an embedding or an original that does not vary', async () => {
  const flat = { data: new Float32Array(cells * 3), shape: [cells, 3] } as Matrix;
  const { pcrComparison, batchCorrection } = await metrics.integrationMetrics(flat, { ...usual, original });
  expect(pcrComparison).toBeNaN();
  expect(batchCorrection).toBeGreaterThan(0);
  const scores = await metrics.integrationMetrics(z, { ...usual, original: flat });
  expect(scores.pcrComparison).toBeNaN();
});

test('genes with equal means have no r2', async () => {
  const flat = { data: new Float32Array(cells * 3).fill(2), shape: [cells, 3] } as Matrix;
  const given = { source: flat, corrected: flat, target: flat };
  const types = { labels: usual.labels, targetLabels: usual.labels };
  expect((await metrics.counterfactualQuality(given, types)).corrected).toMatchObject({
    r2: Number.NaN,
    mse: 0,
  });
});

test('a sample without a second batch', async () => {
  const batch = named(() => 'x').with(3, 'late');
  await expect(metrics.leakage({ bio: z }, { batch, maxCells: 20, permutations: 1 })).rejects.toThrow(
    /leakage: batch of 20 sampled cells: expected at least two categories, received 'x' only\. Raise maxCells/,
  );
});

test('neighbours of NaN and of infinite values are refused', () => {
  for (const wrong of [Number.NaN, Infinity]) {
    const points = { data: z.data.with(31, wrong), shape: z.shape };
    expect(() => nearestNeighbors(points, 5)).toThrow(
      `nearestNeighbors: embedding: expected finite values, received ${wrong} in cell 10`,
    );
  }
});

describe('columns of every kind', () => {
  const codes = (names: string[]) => Int32Array.from(names, (name) => 'ABxy'.indexOf(name));
  const kinds: [string, (names: string[]) => Categories][] = [
    ['codes', (names) => ({ categories: ['A', 'B', 'x', 'y'], codes: codes(names) })],
    ['numbers', (names) => [...codes(names)]],
    ['typed', codes],
    ['booleans', (names) => names.map((name) => name === 'B' || name === 'y')],
    ['masked', (names) => ({ values: names, mask: new Uint8Array(cells) })],
  ];
  const wrong: [string, unknown][] = [
    ['text', 'batch'],
    ['a Set', new Set(usual.batch)],
    ['an object with a length', { ...usual.batch, length: cells }],
    ['codes out of range', { categories: ['x'], codes: new Int32Array(cells).fill(1) }],
    ['NaN codes', { categories: ['x'], codes: new Float64Array(cells).fill(Number.NaN) }],
    ['a column with a hole', usual.batch.with(5, null as never)],
  ];

  for (const [name, { scores }] of Object.entries(table)) {
    let expected: Record<string, number> | undefined;
    test.each(kinds)(`${name}: %s`, async (_, of) => {
      const given = { batch: of(usual.batch), labels: of(usual.labels) };
      expected ??= await scores(usual);
      expect(await scores(given as Known)).toEqual(expected);
    });

    test.each(wrong)(`${name}: %s`, async (_, column) => {
      const given = { batch: column, labels: column } as Known;
      const found = async () => await scores(given);
      await expect(found()).rejects.toThrow(new RegExp(`^${name}: [\\w.]+: expected `));
    });
  }
});
