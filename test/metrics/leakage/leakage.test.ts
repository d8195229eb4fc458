import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { stratifiedFolds } from '../../../src/learn/stratifiedFolds.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { formatLeakage } from '../../../src/metrics/leakage/formatLeakage.js';
import { type LeakageReport, leakage } from '../../../src/metrics/leakage/leakage.js';
import { leakageVerdict } from '../../../src/metrics/leakage/leakageVerdict.js';
import { linearProbe } from '../../../src/metrics/leakage/linearProbe.js';
import { balancedAccuracy, type Probe } from '../../../src/metrics/leakage/probe.js';
import { createRng } from '../../../src/random/rng.js';
import cases from '../../reference/leakage.json' with { type: 'json' };

const matrix = (rows: number[][]): Matrix => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]!.length],
});

/** Noise in 3 dimensions; the first dimension of each latent adds a code times a strength. */
function block(codes: number[], strength: number, seed: number): Matrix {
  const data = createRng(seed).normals(new Float32Array(codes.length * 3));
  codes.forEach((code, i) => {
    data[i * 3]! += code * strength;
  });
  return { data, shape: [codes.length, 3] };
}

const cells = 300;
const batch = Array.from({ length: cells }, (_, i) => i % 2);
const type = Array.from({ length: cells }, (_, i) => Math.floor(i / 2) % 3);
const clean = { bio: block(type, 8, 1), nio: block(batch, 8, 2) };
const swapped = { bio: clean.nio, nio: clean.bio };
const quick = { batch, labels: type, permutations: 8 };

describe('stratifiedFolds', () => {
  it('spreads every class and all cells evenly, for any numbers', () => {
    const codes = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(codes, fc.integer({ min: 2, max: 5 }), fc.integer(), (values, folds, seed) => {
        const foldOf = stratifiedFolds(Int32Array.from(values), 4, folds, createRng(seed));
        for (const chosen of [
          values.map(() => true),
          ...[0, 1, 2, 3].map((k) => values.map((v) => v === k)),
        ]) {
          const sizes = Array.from({ length: folds }, () => 0);
          foldOf.forEach((fold, i) => {
            if (chosen[i]) sizes[fold]!++;
          });
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('linearProbe', () => {
  it('agrees with scikit-learn: mean balanced accuracy over 20 splits into 3 folds', async () => {
    for (const { z, codes, plain, raised, weighted } of cases) {
      const own = Int32Array.from(codes);
      const classes = new Set(codes).size;
      let mean = 0;
      for (let draw = 0; draw < 20; draw++) {
        const foldOf = stratifiedFolds(own, classes, 3, createRng(draw));
        mean += balancedAccuracy(own, await linearProbe(matrix(z), own, classes, foldOf), classes) / 20;
      }
      expect(Math.abs(mean - raised)).toBeLessThan(0.01);
      // Weighting cells by class, the usual remedy for unequal classes, gives about the same result.
      expect(Math.abs(mean - weighted)).toBeLessThan(0.03);
      const equal = new Set(codes.map((code) => codes.filter((other) => other === code).length)).size === 1;
      if (equal) expect(Math.abs(mean - plain)).toBeLessThan(0.01);
    }
  });

  it('predicts held-out cells: random labels are at chance, although they could be memorised', async () => {
    const codes = Int32Array.from({ length: 60 }, () => 0).map((_, i) => i % 2);
    const z = { data: createRng(4).normals(new Float32Array(60 * 20)), shape: [60, 20] as [number, number] };
    const foldOf = stratifiedFolds(codes, 2, 3, createRng(0));
    expect(balancedAccuracy(codes, await linearProbe(z, codes, 2, foldOf), 2)).toBeLessThan(0.7);
  });
});

describe('leakage', () => {
  let report: LeakageReport;
  let leaking: LeakageReport;
  beforeAll(async () => {
    report = await leakage(clean, quick);
    leaking = await leakage(swapped, quick);
  });

  it('finds each label where it is, and chance where it is not', () => {
    const { batchFromBio, batchFromNio, typeFromBio, typeFromNio } = report;
    for (const { linear, knn } of [batchFromNio!, typeFromBio!]) {
      expect(linear.balanced).toBeGreaterThan(0.97);
      expect(knn.balanced).toBeGreaterThan(0.97);
      expect(linear.interval[1]).toBeLessThan(0.62);
    }
    for (const [{ linear, knn }, chance] of [
      [batchFromBio, 1 / 2],
      [typeFromNio!, 1 / 3],
    ] as const) {
      for (const { balanced, interval, within } of [linear, knn]) {
        expect(Math.abs(balanced - chance)).toBeLessThan(0.12);
        expect(interval[0]).toBeLessThan(chance + 0.03);
        expect(interval[1]).toBeGreaterThan(chance - 0.03);
        expect(within![0]).toBeLessThanOrEqual(within![1]);
      }
    }
    expect([batchFromBio.chance, batchFromBio.majority]).toEqual([1 / 2, 1 / 2]);
    expect(typeFromBio!.chance).toBeCloseTo(1 / 3, 12);
    expect([report.cells, report.sampled]).toEqual([cells, false]);
  });

  it('detects dependence by kernels', () => {
    const { hsicBioBatch, mmdBatches } = report.dependence;
    expect(hsicBioBatch.value).toBeLessThan(0.01);
    expect(mmdBatches.value).toBeLessThan(2 * mmdBatches.chance + 0.02);
    expect(leaking.dependence.hsicBioBatch.value).toBeGreaterThan(0.3);
    expect(leaking.dependence.mmdBatches.value).toBeGreaterThan(10 * leaking.dependence.mmdBatches.chance);
    expect(report.dependence.hsicBioNio!.value).toBeLessThan(0.05);
  });

  it('detects that both latents hold the same', async () => {
    const { dependence } = await leakage({ bio: clean.bio, nio: clean.bio }, { ...quick, permutations: 2 });
    expect(dependence.hsicBioNio!.value).toBeCloseTo(1, 4);
    expect(dependence.hsicBioNio!.chance).toBeLessThan(0.1);
  });

  it('states it in words', () => {
    expect(leakageVerdict(report)[0]).toMatch(
      /^batch is (nearly )?at chance in z_bio.*; cell type is not lost$/,
    );
    expect(leakageVerdict(report)[1]).toMatch(
      /^z_nio holds the batch; z_nio holds (no|hardly any) cell type/,
    );
    const [bio, nio] = leakageVerdict(leaking, { nioDetached: false });
    expect(bio).toMatch(
      /^z_bio carries batch: .*, try a larger weight on batchDependence.*; cell type is lost in z_bio/,
    );
    expect(nio).toMatch(/^z_nio holds little of the batch.*; z_nio carries cell type: .*, try/);
    const text = leakageVerdict(leaking).join();
    expect(text).toContain('try more weight on what removes the batch, or more epochs');
    expect(text).not.toMatch(/batchDependence|alignBatches|batchClassifier|detached/);
  });

  it('prints a table, with a column for the mixture only if types are given', async () => {
    const lines = formatLeakage(report).split('\n');
    expect(lines[0]).toBe('Leakage, 300 cells');
    expect(lines[1]).toContain('mixture');
    expect(lines.filter((line) => /^(batch|type) from z_(bio|nio) /.test(line))).toHaveLength(4);
    expect(lines.at(-2)).toBe(`- ${leakageVerdict(report)[0]}`);
    const { batch: only } = quick;
    const half = await leakage(clean, { batch: only, permutations: 2 });
    expect(half).not.toHaveProperty('typeFromBio');
    expect(half.batchFromBio.linear).not.toHaveProperty('within');
    expect(formatLeakage(half)).not.toContain('mixture');
    expect(formatLeakage(half)).not.toContain('type');
  });

  it('distinguishes leakage from an uneven mixture: batches with other types, but equal within a type', async () => {
    const uneven = type.map((code, i) => (code === 1 ? i % 2 : Number(i % 7 === 0) ^ Number(code === 2)));
    const mixed = { bio: clean.bio, nio: block(uneven, 8, 5) };
    const { batchFromBio, ...rest } = await leakage(mixed, { batch: uneven, labels: type, permutations: 8 });
    const { balanced, interval, within } = batchFromBio.linear;
    expect(balanced).toBeGreaterThan(interval[1] + 0.1);
    expect(Math.abs(balanced - (within![0] + within![1]) / 2)).toBeLessThan(0.06);
    expect(leakageVerdict({ batchFromBio, ...rest })[0]).toMatch(/^batch is (nearly )?at chance/);
  });

  it('detects leakage with batches of unequal size', async () => {
    const rare = batch.map((_, i) => Number(i % 8 === 0));
    const { batchFromBio } = await leakage(
      { bio: block(rare, 1.2, 3), nio: clean.nio },
      { batch: rare, permutations: 4 },
    );
    // Predicting the largest class for (nearly) every cell would give 0.5.
    expect(batchFromBio.linear.balanced).toBeGreaterThan(0.62);
    expect(batchFromBio.majority).toBeCloseTo(1 - 38 / 300, 12);
  });

  it('returns equal reports for equal seeds, samples many cells, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const options = { ...quick, permutations: 2, maxCells: 120, seed: 'a' };
    const first = await leakage(clean, options);
    expect(await leakage(clean, options)).toEqual(first);
    expect(await leakage(clean, { ...options, seed: 'b' })).not.toEqual(first);
    expect([first.cells, first.sampled]).toEqual([120, true]);
    expect(formatLeakage(first)).toContain('Leakage, 120 cells (a random sample)');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('yields to the event loop', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await leakage(clean, { ...quick, permutations: 4 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });

  it('explains errors in its arguments', async () => {
    const refused = (options: object, latents: object = clean) =>
      expect(leakage(latents as never, { batch, ...options } as never)).rejects;
    await refused({ batch: [1, 2] }).toThrow('leakage: batch: expected 300 entries');
    await refused({ batch: batch.map(() => 'a') }).toThrow("at least two categories, received 'a' only");
    await refused({ labels: type.map(() => 1) }).toThrow(/leakage: labels: expected at least two/);
    await refused({ folds: 1 }).toThrow(/leakage: folds/);
    await refused({ permutations: 0 }).toThrow(/leakage: permutations/);
    await refused({ label: type }).toThrow(/Did you mean 'labels'/);
    await refused({}, { bio: clean.bio, nio: [[1], [2]] }).toThrow(/leakage: latents.nio: expected 300/);
    await refused({ batch: [0, 1] }, { bio: [[1], [2]], nio: [[1], [2]] }).toThrow(/at least 16 cells/);
    const broken = { ...clean, bio: { ...clean.bio, data: clean.bio.data.map(() => Number.NaN) } };
    await refused({}, broken).toThrow(/leakage: latents.bio: expected finite values/);
  });
});

test('leakage tells how far it is, one part for every permutation', async () => {
  const columns = { batch, permutations: 3 };
  for (const [latents, given, all] of [
    [clean, { ...columns, labels: type }, 27],
    [{ bio: clean.bio }, columns, 6],
  ] as const) {
    const seen: number[][] = [];
    await leakage(latents, { ...given, onProgress: (...at) => seen.push(at) });
    expect(seen).toEqual(Array.from({ length: all + 1 }, (_, i) => [i, all]));
  }
});

describe('leakageVerdict', () => {
  const told = (balanced: number): Probe => {
    const score = { balanced, interval: [0.4, 0.5] as [number, number] };
    return { linear: { ...score, balanced: 0.45 }, knn: score, chance: 0.5, majority: 0.6 };
  };
  const reportOf = (bio: number, nio: number, typeBio: number, typeNio: number): LeakageReport => ({
    batchFromBio: told(bio),
    batchFromNio: told(nio),
    typeFromBio: told(typeBio),
    typeFromNio: told(typeNio),
    dependence: { hsicBioBatch: { value: 0, chance: 0 }, mmdBatches: { value: 0, chance: 0 } },
    cells: 300,
    sampled: false,
  });
  const words = (...balanced: Parameters<typeof reportOf>) => leakageVerdict(reportOf(...balanced));

  it('uses the better probe, and its distance above chance', () => {
    expect(words(0.5, 1, 0.75, 0.5)).toEqual([
      'batch is at chance in z_bio; cell type is not lost',
      'z_nio holds the batch; z_nio holds no cell type',
    ]);
    expect(words(0.54, 1, 0.74, 0.54)[0]).toMatch(
      /^batch is nearly at chance in z_bio \(balanced accuracy 0.54, chance up to 0.50\); cell type is only partly kept/,
    );
    expect(words(0.54, 1, 0.74, 0.54)[1]).toMatch(
      /z_nio holds hardly any cell type \(balanced accuracy 0.54/,
    );
    expect(words(0.56, 0.7, 0.54, 0.56)[0]).toMatch(
      /^z_bio carries batch: balanced accuracy 0.56.*; cell type is lost in z_bio: balanced accuracy 0.54/,
    );
    expect(words(0.56, 0.7, 0.54, 0.56)[1]).toMatch(
      /^z_nio holds little of the batch.*; z_nio carries cell type: balanced accuracy 0.56/,
    );
  });

  it('does not recommend what the model already does', () => {
    const report = reportOf(0.5, 1, 1, 0.9);
    expect(leakageVerdict(report, { nioDetached: false })[1]).toContain(
      'latent: { nio: { detached: true } }',
    );
    expect(leakageVerdict(report)[1]).toMatch(/z_nio carries cell type.*try fewer dimensions of z_nio$/);
    expect(leakageVerdict(report, { nioDetached: true })[1]).toMatch(
      /z_nio carries cell type.*a smaller weight/,
    );
    expect(leakageVerdict(report, { nioDetached: true })[1]).not.toContain('detached');
  });
});
