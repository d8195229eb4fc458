import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { defaultTerms } from '../../src/autoencoder/terms/defaultTerms.js';
import type { LossTerm } from '../../src/autoencoder/terms/forwardPass.js';
import { createEncoder } from '../../src/nn/networks/createEncoder.js';
import { syntheticCells, syntheticCounts } from '../helpers/cells.js';

const { x, batch } = syntheticCells();
const plan = { epochs: 12, batchSize: 64 };

async function uninterrupted(options = {}, more = {}) {
  using model = new DisentangledAE(options);
  return await model.fitTransform(x, batch, { ...plan, ...more });
}

/** Trains until `epochs` are done, then leaves the loop. */
async function trainedFor(epochs: number, options = {}, more = {}): Promise<DisentangledAE> {
  const model = new DisentangledAE(options);
  for await (const { epoch } of model.fitEpochs(x, batch, { ...plan, ...more }))
    if (epoch === epochs - 1) break;
  return model;
}

describe('save and load', () => {
  test('round trip: latents, corrected cells and history to the bit, through a path and through bytes', async () => {
    const folder = await mkdtemp(joinPath(tmpdir(), 'zbio-'));
    const path = joinPath(folder, 'm.zbio');
    using model = new DisentangledAE({ seed: 'a', latent: { bio: 5 } });
    await model.fit(x, batch, { ...plan, genes: Array.from({ length: 40 }, (_, i) => `gene ${i}`) });
    const bytes = await model.save(path);
    expect(new Uint8Array(bytes)).toEqual(new Uint8Array(await readFile(path)));
    for (const source of [path, bytes, new Uint8Array(bytes)]) {
      using again = await DisentangledAE.load(source);
      expect(await again.transform(x)).toEqual(await model.transform(x));
      expect(await again.correct(x, { to: 'batch 1' })).toEqual(await model.correct(x, { to: 'batch 1' }));
      expect(again.history).toEqual(model.history);
      expect([again.batches, again.genes, again.latent]).toEqual([model.batches, model.genes, model.latent]);
      expect(new Uint8Array(await again.save())).toEqual(new Uint8Array(bytes));
    }
    await rm(folder, { recursive: true });
  });

  test('loading and disposing leaves no tensor', async () => {
    using model = await trainedFor(2);
    const bytes = await model.save();
    const before = tf.memory().numTensors;
    (await DisentangledAE.load(bytes)).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('networks of the caller are restored from their description: ours and layers models', async () => {
    const layers = tf.sequential({ layers: [tf.layers.dense({ inputShape: [40], units: 14 })] });
    for (const encoder of [createEncoder({ genes: 40, latent: { bio: 4, nio: 3 }, hidden: [9] }), layers]) {
      using model = new DisentangledAE({ encoder, latent: { bio: 4, nio: 3 } });
      const latents = await model.fitTransform(x, batch, plan);
      using again = await DisentangledAE.load(await model.save());
      expect(await again.transform(x)).toEqual(latents);
    }
  });

  test('a truncated, foreign or damaged file is refused with a clear error', async () => {
    using model = await trainedFor(1);
    const bytes = await model.save();
    const damaged = bytes.slice(0);
    new Uint8Array(damaged).fill(0x7b, 12, 40);
    const newer = bytes.slice(0);
    new DataView(newer).setUint32(4, 99, true);
    await expect(DisentangledAE.load(bytes.slice(0, 1000))).rejects.toThrow(/truncated/);
    await expect(DisentangledAE.load(bytes.slice(0, bytes.byteLength - 4))).rejects.toThrow(/truncated/);
    await expect(DisentangledAE.load(new ArrayBuffer(3))).rejects.toThrow(/3 bytes/);
    await expect(DisentangledAE.load(new TextEncoder().encode('PK and more text'))).rejects.toThrow(
      /another kind/,
    );
    await expect(DisentangledAE.load(damaged)).rejects.toThrow(/header is damaged/);
    await expect(DisentangledAE.load(newer)).rejects.toThrow(/format version 99; .*Update zbio/);
    const older = bytes.slice(0);
    new DataView(older).setUint32(4, 1, true);
    await expect(DisentangledAE.load(older)).rejects.toThrow(/format version 1; .*Fit the model again/);
    await expect(DisentangledAE.load('no-such-file.zbio')).rejects.toThrow(/no-such-file.zbio.*ENOENT/);
  });
});

describe('resuming', () => {
  test('after leaving the loop: bit-equal to an uninterrupted run', async () => {
    using model = await trainedFor(5);
    await model.fit(x, batch, { resume: true });
    expect(await model.transform(x)).toEqual(await uninterrupted());
    expect(model.history.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, i) => i));
  });

  test('from a file: bit-equal to an uninterrupted run', async () => {
    using model = await trainedFor(5);
    using again = await DisentangledAE.load(await model.save());
    await again.fit(x, batch, { resume: true });
    expect(await again.transform(x)).toEqual(await uninterrupted());
  });

  test('from a file, with an optimizer of tfjs that keeps its whole state: bit-equal too', async () => {
    const options = { optimizer: () => tf.train.momentum(1e-5, 0.9) };
    using model = await trainedFor(5, options);
    using again = await DisentangledAE.load(await model.save(), options);
    await again.fit(x, batch, { resume: true });
    expect(await again.transform(x)).toEqual(await uninterrupted(options));
  });

  test('from a file, with early stopping and a best epoch before the break', async () => {
    const options = { preset: 'plain', optimizer: { learningRate: 0.05 } } as const;
    const more = { validation: 0.2, earlyStopping: { patience: 4 } };
    using model = await trainedFor(5, options, more);
    using again = await DisentangledAE.load(await model.save());
    await again.fit(x, batch, { resume: true });
    expect(await again.transform(x)).toEqual(await uninterrupted(options, more));
  });

  test('an abort rejects with its reason, keeps the last whole epoch, and resumes bit-equal', async () => {
    const controller = new AbortController();
    using model = new DisentangledAE();
    const onEpoch = ({ epoch }: { epoch: number }) => {
      // Fires in the middle of a later epoch: training yields to the event loop between steps.
      if (epoch === 3) setImmediate(() => controller.abort(new Error('enough')));
    };
    await expect(model.fit(x, batch, { ...plan, onEpoch, signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    const done = model.history.length;
    expect(done).toBeGreaterThanOrEqual(4);
    expect(done).toBeLessThan(12);
    expect((await model.transform(x)).bio.shape).toEqual([240, 10]);
    await model.fit(x, batch, { resume: true });
    expect(await model.transform(x)).toEqual(await uninterrupted());
  });

  test('aborted before the first epoch ends: not fitted', async () => {
    using model = new DisentangledAE();
    const signal = AbortSignal.abort(new Error('never mind'));
    await expect(model.fit(x, batch, { ...plan, signal })).rejects.toThrow('never mind');
    await expect(model.transform(x)).rejects.toThrow(/isn't fitted/);
  });

  test('a loss that becomes NaN names the term and leaves the last good epoch', async () => {
    const bad: LossTerm = {
      name: 'bad',
      weight: ({ epoch }) => (epoch < 3 ? 1e-3 : 1),
      loss: (pass) =>
        pass.progress.epoch < 3 ? pass.latent.bio.mean() : pass.latent.bio.mul(Number.NaN).mean(),
    };
    using model = new DisentangledAE({ terms: [...defaultTerms(), bad] });
    await expect(model.fit(x, batch, plan)).rejects.toThrow(/term 'bad' became NaN at step 0 of epoch 3/);
    expect(model.history).toHaveLength(3);
    expect((await model.transform(x)).bio.data.every(Number.isFinite)).toBe(true);
  });

  test('options that a file cannot hold must be given again to train further, not to transform', async () => {
    const own: LossTerm = { name: 'own', loss: (pass) => pass.latent.bio.square().mean() };
    const options = { terms: [...defaultTerms(), own] };
    using model = await trainedFor(5, options);
    const bytes = await model.save();
    using bare = await DisentangledAE.load(bytes);
    expect(await bare.transform(x)).toEqual(await model.transform(x));
    await expect(bare.fit(x, batch, { resume: true })).rejects.toThrow(
      /couldn't hold terms.*load\(file, { terms }\)/,
    );
    using whole = await DisentangledAE.load(bytes, options);
    await whole.fit(x, batch, { resume: true });
    expect(await whole.transform(x)).toEqual(await uninterrupted(options));
  });

  test('other cells, batches or options than the first run are refused', async () => {
    using model = await trainedFor(2);
    const fewer = syntheticCells({ cells: 100 });
    await expect(model.fit(fewer.x, fewer.batch, { resume: true })).rejects.toThrow(/expected 240 entries/);
    const renamed = batch.map((name) => `${name}!`);
    await expect(model.fit(x, renamed, { resume: true })).rejects.toThrow(
      /fit: batch: expected one of 'batch 0', 'batch 1', received 'batch 0!'/,
    );
    await expect(model.fit(x, batch, { resume: true, batchSize: 32 })).rejects.toThrow(
      /batchSize as in the first run/,
    );
    const counts = syntheticCounts();
    await expect(new DisentangledAE().fit(counts.x, counts.batch, { resume: true })).rejects.toThrow(
      /isn't fitted/,
    );
  });
});
