import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { report } from '../../src/evaluate/report.js';
import { labels } from '../../src/io/columnByName.js';
import { leakage } from '../../src/metrics/leakage/leakage.js';
import { simulateCells } from '../../src/simulate/simulateCells.js';
import { Drvi } from '../../src/systems/drvi/Drvi.js';
import { ScDisInFact } from '../../src/systems/scDisInFact/ScDisInFact.js';
import { onBackends } from '../helpers/backends.js';

const { x, obs } = simulateCells({
  cells: 260,
  genes: 60,
  batches: 2,
  types: 3,
  conditions: 2,
  batchEffect: 0.5,
});
const batch = labels(obs, 'batch');
const types = labels(obs, 'cell_type');

onBackends('report', () => {
  test('reports leakage and integration of a fitted model, and leaves no tensor', async () => {
    using model = new DisentangledAE();
    await model.fit(x, batch, { epochs: 4, batchSize: 64 });
    const before = tf.memory().numTensors;
    const { leakage, integration, text } = await report(model, x, { batch, labels: types });
    expect(tf.memory().numTensors).toBe(before);
    expect(leakage.cells).toBe(260);
    expect(leakage.typeFromNio!.chance).toBeCloseTo(1 / 3, 12);
    expect(integration.total).toBeGreaterThan(0);
    expect(integration.pcrComparison).toBeGreaterThanOrEqual(0);
    for (const part of ['batch from z_bio', 'type from z_nio', 'HSIC(z_bio, batch)', '- ', 'kBET', 'total']) {
      expect(text).toContain(part);
    }
  });

  test('needs no cell types, and samples many cells', async () => {
    using model = new DisentangledAE();
    await model.fit(x, batch, { epochs: 1, batchSize: 64 });
    const shares: number[] = [];
    const onProgress = (done: number, all: number) => shares.push(done / all);
    const options = { maxCells: 150, seed: 3, onProgress };
    const { leakage, integration, text } = await report(model, x, { batch }, options);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect([shares[0], shares.at(-1)]).toEqual([0, expect.closeTo(1, 6)]);
    expect(leakage.cells).toBe(150);
    expect(leakage).not.toHaveProperty('typeFromBio');
    expect(integration).not.toHaveProperty('total');
    expect(text).not.toContain('cLISI');
  });

  test('examines the latent that the roles name, otherwise the first; without a nuisance, it has no line on it', async () => {
    const plan = { epochs: 2, batchSize: 52, compile: false } as const;
    using drvi = await new Drvi({ latent: 4, encoder: [16], decoder: [16] }).fit(x, { batch }, plan);
    const known = { batch, condition: labels(obs, 'condition') };
    using factors = await new ScDisInFact({ conditions: ['condition'], hidden: 16 }).fit(x, known, plan);
    const latents = [(await drvi.transform(x)).z, (await factors.transform(x, { batch })).shared];
    const before = tf.memory().numTensors;
    const told = { batch, labels: types };
    const reports = [await report(drvi, x, told), await report(factors, x, told)];
    expect(tf.memory().numTensors).toBe(before);
    for (const [i, { leakage: leaks, integration, text }] of reports.entries()) {
      expect(leaks).toEqual(await leakage({ bio: latents[i]! }, { ...told, seed: 0 }));
      expect(leaks).not.toHaveProperty('typeFromNio');
      expect(integration.total).toBeGreaterThan(0);
      expect(text).toContain('batch from z_bio');
      expect(text).not.toContain('z_nio');
    }
  });

  test('requires the columns that the encoder reads, in the categories of fit', async () => {
    const condition = labels(obs, 'condition');
    using model = await new ScDisInFact({
      conditions: ['condition'],
      hidden: 8,
      batchIntoConditions: true,
    }).fit(x, { batch, condition }, { epochs: 1, batchSize: 52, compile: false });
    const foreign = batch.map((name) => `other ${name}`);
    await expect(report(model, x, { batch: foreign })).rejects.toThrow(/Did you mean 'batch 1'/);
  });

  test('tells what is wrong', async () => {
    using model = new DisentangledAE();
    await expect(report(model, x, { batch })).rejects.toThrow("report: the model isn't fitted");
    await model.fit(x, batch, { epochs: 1, batchSize: 64 });
    await expect(report(model, x, { batch: batch.slice(1) })).rejects.toThrow(/report: batch: expected 260/);
    await expect(report(model, x, { batch, labels: types.slice(1) })).rejects.toThrow(
      /report: labels: expected 260/,
    );
    const barcodes = batch.map((_, cell) => `ACGT-${cell}`);
    await expect(report(model, x, { batch: barcodes })).rejects.toThrow(
      /report: batch: .*260 batches of 260 cells: is this a batch\?.*manyCategories: true/,
    );
    const partial = types.with(4, '');
    await expect(report(model, x, { batch, labels: partial })).rejects.toThrow(
      /report: labels: .*none for cell 4 \(1 of 260 are missing\)/,
    );
    await expect(report(model, x, { batch, label: types })).rejects.toThrow(/Did you mean 'labels'/);
    await expect(report(model, x, { batch }, { maxCells: 10 })).rejects.toThrow(/report: maxCells/);
  });
}, ['wasm']);
