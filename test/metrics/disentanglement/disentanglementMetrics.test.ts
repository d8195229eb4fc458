import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DisentanglementMetrics,
  disentanglementMetrics,
} from '../../../src/metrics/disentanglement/disentanglementMetrics.js';
import { createRng } from '../../../src/random/rng.js';

const cells = 240;
const rng = createRng('cells');
const noise = (spread: number) => rng.normals(new Float64Array(1))[0]! * spread;

// 4 types x 3 doses x 2 batches, 10 cells each.
const codes = Array.from({ length: cells }, (_, i) => [i % 4, Math.floor(i / 4) % 3, Math.floor(i / 12) % 2]);
const factors = {
  type: codes.map(([type]) => `type ${type}`),
  dose: codes.map(([, dose]) => dose!),
  batch: codes.map(([, , batch]) => `batch ${batch}`),
};
/** Every factor has one dimension; a further dimension is noise. */
const axes = codes.map(([type, dose, batch]) => [
  type! + noise(0.02),
  dose! + noise(0.02),
  batch! + noise(0.02),
  noise(1),
]);
/** Every dimension mixes all factors. */
const rotated = axes.map(([a, b, c, d]) => [
  (a! + b! + c! + d!) / 2,
  (a! - b! + c! - d!) / 2,
  (a! + b! - c! - d!) / 2,
  (a! - b! - c! + d!) / 2,
]);

const perFactor = [
  'mig',
  'disentanglement',
  'completeness',
  'informativeness',
  'sap',
  'factorVae',
  'betaVae',
  'modularity',
  'explicitness',
] as const;

const allScores = (scores: DisentanglementMetrics): [string, number][] => [
  ...perFactor.map((name): [string, number] => [name, scores[name]]),
  ...(['smi', 'spn', 'asc'] as const).flatMap((name) =>
    Object.entries(scores[name]).map(([key, value]): [string, number] => [`${name} ${key}`, value]),
  ),
];

describe('laws of disentanglementMetrics', () => {
  it('scores about 1 for one dimension per factor', async () => {
    const scores = await disentanglementMetrics(
      axes.map((row) => row.slice(0, 3)),
      factors,
    );
    for (const name of [
      'mig',
      'disentanglement',
      'completeness',
      'modularity',
      'factorVae',
      'betaVae',
    ] as const) {
      expect(scores[name], name).toBeGreaterThan(0.97);
    }
    expect(scores.informativeness).toBe(1);
    expect(scores.smi.msas).toBeCloseTo(1, 6);
    expect(scores.totalCorrelation).toBeLessThan(0.01);
    scores.details.importance.forEach((row, d) => {
      expect(row[d]).toBeGreaterThan(0.98);
    });
  });

  it('scores LMS and MSAS of about 1 for one dimension per category', async () => {
    const { type } = factors;
    const own = codes.map((code) =>
      Array.from({ length: 4 }, (_, k) => (code[0] === k ? 3 : 0) + noise(0.02)),
    );
    const { smi, spn } = await disentanglementMetrics(own, { type });
    for (const score of [smi.lms, smi.msas, spn.lms, spn.msas]) expect(score).toBeGreaterThan(0.9);
    // Another category's dimension has a little information too: a cell of that category isn't in this one.
    expect(smi.msgs).toBeCloseTo(0.85, 1);
  });

  it('scores mixed dimensions lower, although they hold the same information', async () => {
    const [single, mixed] = [
      await disentanglementMetrics(axes, factors),
      await disentanglementMetrics(rotated, factors),
    ];
    for (const name of ['mig', 'disentanglement', 'completeness', 'sap', 'modularity'] as const) {
      expect(mixed[name], name).toBeLessThan(single[name] - 0.05);
    }
    for (const name of ['smi', 'spn'] as const) expect(mixed[name].msas).toBeLessThan(single[name].msas);
    expect(mixed.explicitness).toBeCloseTo(single.explicitness, 1);
  });

  it('does not depend on the order of dimensions', async () => {
    const order = [2, 0, 3, 1];
    const moved = await disentanglementMetrics(
      rotated.map((row) => order.map((d) => row[d]!)),
      factors,
    );
    const scores = await disentanglementMetrics(rotated, factors);
    const expected = Object.fromEntries(allScores(scores));
    // Trees choose among equally good splits at random, by the order of the dimensions.
    const drawn = ['disentanglement', 'completeness', 'informativeness'];
    for (const [name, value] of allScores(moved)) {
      expect(Math.abs(value - expected[name]!), name).toBeLessThan(drawn.includes(name) ? 0.03 : 1e-3);
    }
    expect(moved.totalCorrelation).toBeCloseTo(scores.totalCorrelation, 9);
    expect(moved.details.sharedInformation[0]).toEqual(scores.details.sharedInformation[2]);
  });

  it('does not depend on the names of categories', async () => {
    const renamed = {
      type: factors.type.map((name) => `kind of ${name}`),
      dose: factors.dose.map((dose) => 10 ** dose),
      batch: factors.batch.map((name) => (name.endsWith('0') ? 'a' : 'b')),
    };
    const [before, after] = [
      await disentanglementMetrics(rotated, factors),
      await disentanglementMetrics(rotated, renamed),
    ];
    expect(after).toEqual(before);
  });

  it('returns the same for the same seed, and nearly the same for another', async () => {
    const first = await disentanglementMetrics(rotated, factors, { seed: 3 });
    expect(await disentanglementMetrics(rotated, factors, { seed: 3 })).toEqual(first);
    const other = await disentanglementMetrics(rotated, factors, { seed: 4 });
    expect(other).not.toEqual(first);
    expect(Math.abs(other.disentanglement - first.disentanglement)).toBeLessThan(0.1);
  });

  it('stays in [0, 1] and defined for any cells', { timeout: 60_000 }, async () => {
    const value = fc.oneof(fc.constant(0), fc.double({ min: -100, max: 100, noNaN: true }));
    const row = fc.tuple(value, value, fc.constant(5));
    const latents = fc.array(row, { minLength: 30, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(latents, fc.integer({ min: 2, max: 5 }), async (z, kinds) => {
        const scores = await disentanglementMetrics(z, {
          kind: z.map((_, i) => `${i % kinds}`),
          half: z.map((_, i) => (i < z.length / 2 ? 'first' : 'second')),
        });
        for (const [name, score] of allScores(scores)) {
          expect(score, name).toBeGreaterThanOrEqual(0);
          expect(score, name).toBeLessThanOrEqual(1 + 1e-12);
        }
        expect(scores.totalCorrelation).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});

describe('disentanglementMetrics', () => {
  it('treats constant dimensions as holding nothing', async () => {
    const scores = await disentanglementMetrics(
      axes.map((row) => [...row, 7]),
      factors,
    );
    for (const [name, score] of allScores(scores)) expect(score, name).not.toBeNaN();
    expect(scores.details.sharedInformation.at(-1)).toEqual([0, 0, 0]);
    expect(scores.details.importance.at(-1)).toEqual([0, 0, 0]);
    expect(scores.totalCorrelation).toBeLessThan(0.1);
  });

  it('finds nothing if all dimensions are constant, even if cells are sorted', async () => {
    const sorted = { type: [...factors.type].sort() };
    const scores = await disentanglementMetrics(
      axes.map(() => [1, 2]),
      sorted,
    );
    for (const score of [scores.mig, scores.completeness, scores.smi.msas, scores.asc.msas])
      expect(score).toBe(0);
    expect(scores.spn.msas).toBeLessThan(0.15);
    expect(scores.explicitness).toBe(0.5);
    expect(scores.totalCorrelation).toBe(0);
  });

  it('returns infinite total correlation for a repeated dimension', async () => {
    const repeated = axes.map((row) => [...row, 2 * row[0]!]);
    expect((await disentanglementMetrics(repeated, factors)).totalCorrelation).toBe(Infinity);
  });

  it('takes a record of latents and keeps its names', async () => {
    const bio = tf.tensor2d(axes.map((row) => row.slice(0, 2)));
    const nio = axes.map((row) => row.slice(2));
    const { details, mig } = await disentanglementMetrics({ bio, nio }, factors);
    bio.dispose();
    expect(details.dims).toEqual(['bio 0', 'bio 1', 'nio 0', 'nio 1']);
    expect(details.factors).toEqual(['type', 'dose', 'batch']);
    expect(details.sharedInformation[2]![2]).toBeGreaterThan(0.9);
    expect(mig).toBeCloseTo((await disentanglementMetrics(axes, factors)).mig, 12);
  });

  it('leaves scores that compare factors undefined with one factor', async () => {
    const scores = await disentanglementMetrics(axes, { type: factors.type });
    for (const name of ['disentanglement', 'modularity', 'factorVae', 'betaVae'] as const) {
      expect(scores[name], name).toBeNaN();
    }
    expect(scores.mig).toBeGreaterThan(0.8);
  });

  it('takes a continuous factor: bins it, or squares its correlation', async () => {
    const time = axes.map(([a]) => 3 * a! + 1);
    const alone = await disentanglementMetrics(axes, { time });
    expect(alone.sap).toBeGreaterThan(0.9);
    expect(alone.smi.lms).toBeNaN();
    const both = await disentanglementMetrics(axes, { time, batch: factors.batch });
    expect(both.mig).toBeGreaterThan(0.8);
    expect(both.smi.lms).toBeGreaterThan(0.4);
    const few = axes.slice(0, 60);
    const scores = await disentanglementMetrics(few, { time: time.slice(0, 60) });
    for (const name of ['mig', 'sap', 'explicitness', 'completeness'] as const)
      expect(scores[name]).not.toBeNaN();
  });

  it('explains errors in the input', async () => {
    const one = factors.type.map(() => 'same');
    const reject = (latents: number[][], given: Record<string, (string | number)[]>, options = {}) =>
      expect(disentanglementMetrics(latents, given, options)).rejects;
    await reject(axes, { one }).toThrow('factors.one: expected two values or more, with two cells each');
    await reject(axes, { one }).toThrow('Leave the factor out');
    await reject(axes, { name: axes.map((_, i) => `cell ${i}`) }).toThrow('received 240 values');
    await reject(axes, { name: axes.map((_, i) => `pair ${i >> 1}`) }).toThrow('120 values for 240 cells');
    await reject(axes, { type: ['a', 'b'] }).toThrow('expected 240 entries, one per cell, received 2');
    await reject(axes, { dose: axes.map(([a], i) => (i === 9 ? Infinity : a!)) }).toThrow(
      'Infinity for cell 9',
    );
    await reject(axes, { dose: axes.map((_, i) => (i === 9 ? Number.NaN : i % 2)) }).toThrow(
      'none for cell 9',
    );
    await reject(axes, {}).toThrow('received none');
    await reject(
      axes.map(([a]) => [a!]),
      factors,
    ).toThrow('at least 2 dimensions, received 1');
    await reject(axes, factors, { sed: 1 }).toThrow("Did you mean 'seed'?");
    await expect(disentanglementMetrics({ bio: axes, nio: axes.slice(1) }, factors)).rejects.toThrow(
      'latents.nio',
    );
    await expect(disentanglementMetrics(axes, factors.type as never)).rejects.toThrow('received an array');
  });
});
