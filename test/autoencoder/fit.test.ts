import * as tf from '@tensorflow/tfjs';
import { describe, expect, test, vi } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { adversary } from '../../src/autoencoder/terms/adversary.js';
import { alignBatches } from '../../src/autoencoder/terms/alignBatches.js';
import { batchClassifier } from '../../src/autoencoder/terms/batchClassifier.js';
import { contrastive } from '../../src/autoencoder/terms/contrastive.js';
import { defaultTerms } from '../../src/autoencoder/terms/defaultTerms.js';
import { disentangle } from '../../src/autoencoder/terms/disentangle.js';
import type { LossTerm } from '../../src/autoencoder/terms/forwardPass.js';
import { klStandardNormal } from '../../src/autoencoder/terms/klStandardNormal.js';
import { reconstruction } from '../../src/autoencoder/terms/reconstruction.js';
import type { CsrMatrix, Matrix } from '../../src/matrix/matrix.js';
import { createDecoder } from '../../src/nn/networks/createDecoder.js';
import { createEncoder } from '../../src/nn/networks/createEncoder.js';
import { inputNoise } from '../../src/noise/inputNoise.js';
import { cosineSchedule } from '../../src/schedules/cosineSchedule.js';
import { onBackends } from '../helpers/backends.js';
import { syntheticCells } from '../helpers/cells.js';

const { x, batch, type } = syntheticCells();
const quick = { epochs: 3, batchSize: 64 };

function toCsr({ data, shape }: Matrix): CsrMatrix {
  const indptr = new Int32Array(shape[0] + 1);
  const indices: number[] = [];
  data.forEach((value, i) => {
    if (value !== 0) indices.push(i % shape[1]);
    indptr[Math.floor(i / shape[1]) + 1] = indices.length;
  });
  const stored = data.filter((value) => value !== 0);
  return { data: stored, indices: Int32Array.from(indices), indptr, shape };
}

const rows = ({ data, shape }: Matrix): number[][] =>
  Array.from({ length: shape[0] }, (_, i) => [...data.subarray(i * shape[1], (i + 1) * shape[1])]);

async function latentsOf(
  options: ConstructorParameters<typeof DisentangledAE>[0],
  input: Parameters<DisentangledAE['fit']>[0] = x,
) {
  using model = new DisentangledAE(options);
  return await model.fitTransform(input, batch, quick);
}

onBackends('DisentangledAE', () => {
  test('fits, transforms and disposes without leaving a tensor', async () => {
    const before = tf.memory().numTensors;
    const model = new DisentangledAE();
    await model.fit(x, batch, quick);
    const during = tf.memory().numTensors;
    await model.fit(x, batch, quick);
    expect(tf.memory().numTensors).toBe(during);
    const { bio, nio } = await model.transform(x);
    await model.correct(x);
    await model.save();
    expect(tf.memory().numTensors).toBe(during);
    expect([bio.shape, nio.shape]).toEqual([
      [240, 10],
      [240, 8],
    ]);
    expect(bio.data.every(Number.isFinite) && nio.data.every(Number.isFinite)).toBe(true);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('fit', () => {
  test('learns: reconstruction of the plain preset falls', async () => {
    using model = new DisentangledAE({ preset: 'plain' });
    await model.fit(x, batch, { epochs: 30, batchSize: 64 });
    expect(model.history.at(-1)!.total).toBeLessThan(0.5 * model.history[0]!.total);
  });

  test('the same seed gives the same latents to the bit, another seed gives others', async () => {
    const [a, b, c] = [
      await latentsOf({ seed: 1 }),
      await latentsOf({ seed: 1 }),
      await latentsOf({ seed: 2 }),
    ];
    expect(a).toEqual(b);
    expect(a.bio).not.toEqual(c.bio);
  });

  test('dense, CSR, tensor and rows give the same latents', async () => {
    const tensor = tf.tensor2d(x.data, x.shape);
    const dense = await latentsOf({});
    for (const input of [toCsr(x), tensor, rows(x)]) expect(await latentsOf({}, input)).toEqual(dense);
    tensor.dispose();
  });

  test('the history holds every term by name, with its present weight', async () => {
    using model = new DisentangledAE();
    await model.fit(x, batch, { epochs: 20, batchSize: 64 });
    const names = defaultTerms().map(({ name }) => name);
    expect(model.history).toHaveLength(20);
    const [first, last] = [model.history[0]!, model.history.at(-1)!];
    expect(Object.keys(first.terms)).toEqual(names);
    expect(first.weights['batchDependenceRbf']).toBe(0);
    expect(first.terms['batchDependenceRbf']).toBeNaN();
    expect(last.weights['batchDependenceRbf']).toBe(0);
    expect(last.weights['batchDependenceLocal']).toBe(100);
    const inForce = names.filter((name) => last.weights[name] !== 0);
    const sum = inForce.reduce((total, name) => total + last.weights[name]! * last.terms[name]!, 0);
    expect(sum).toBeCloseTo(last.total, 2);
    expect(first.noise).toBeGreaterThan(last.noise);
    expect(last.noise).toBeCloseTo(0.02, 6);
    expect(last.epochs).toBe(20);
  });

  test('presets differ in what they train', async () => {
    using specified = new DisentangledAE({ preset: 'specified' });
    await specified.fit(x, batch, { epochs: 10, batchSize: 64 });
    const last = specified.history.at(-1)!;
    expect(Object.keys(last.terms)).toEqual(['reconstruction', 'batchClassifier', 'disentangleMmd']);
    expect(last.terms['disentangleMmd']).toBeLessThan(0);
    expect((await specified.transform(x)).bio.shape).toEqual([240, 16]);
    using plain = new DisentangledAE({ preset: 'plain' });
    await plain.fit(x, batch, quick);
    expect(Object.keys(plain.history[0]!.terms)).toEqual(['reconstruction']);
  });

  test('every term trains and stays finite, with labels and without', async () => {
    const terms: LossTerm[] = [
      reconstruction({ measure: 'mean' }),
      batchClassifier({ hidden: [16], norm: 'layer', dropout: 0.1 }),
      klStandardNormal({ on: 'nio' }),
      adversary({ factor: 0.5 }),
      alignBatches(),
      contrastive({ weight: 0.1 }),
      disentangle({ measure: 'mmd' }),
      disentangle({ measure: 'hsic' }),
      disentangle({ measure: 'mutualInformation' }),
      disentangle({ measure: 'mutualInformation', estimator: 'infoNce', name: 'infoNce' }),
      disentangle({ measure: 'gradientPenalty', weight: 1e-3 }),
      disentangle({
        measure: (bio, nio) =>
          bio
            .slice([0, 0], [-1, 1])
            .mul(nio.slice([0, 0], [-1, 1]))
            .mean() as tf.Scalar,
        name: 'own',
      }),
    ];
    for (const labels of [undefined, type]) {
      using model = new DisentangledAE({ terms, noise: inputNoise({ dropout: 0.2 }) });
      await model.fit(x, batch, { ...quick, ...(labels ? { labels } : {}) });
      for (const value of Object.values(model.history.at(-1)!.terms))
        expect(value).toSatisfy(Number.isFinite);
    }
  });

  test('an appended term does not change how the others start', async () => {
    const own: LossTerm = { name: 'sparse', weight: 0, loss: (pass) => pass.latent.bio.abs().mean() };
    const onWarning = vi.fn();
    using model = new DisentangledAE({ terms: [...defaultTerms(), own] });
    const latents = await model.fitTransform(x, batch, { ...quick, onWarning });
    expect(latents).toEqual(await latentsOf({}));
    expect(onWarning).toHaveBeenCalledExactlyOnceWith("fit: term 'sparse' does nothing: its weight is 0.");
  });

  test('parts are replaceable: networks of ours, layers models, functions, optimizers of tfjs', async () => {
    const latent = { bio: 4, nio: 3 };
    const layers = tf.sequential({
      layers: [
        tf.layers.dense({ inputShape: [40], units: 8, activation: 'relu' }),
        tf.layers.dense({ units: 14 }),
      ],
    });
    const options = [
      { encoder: createEncoder({ genes: 40, latent, hidden: [20, 10] }) },
      { encoder: layers },
      { decoder: createDecoder({ latent: 7, batches: 2, genes: 40, batchInto: 'every', hidden: [12, 12] }) },
      { decoder: { hidden: [], batchInto: 'every' as const } },
      {
        encoder: ({ genes }: { genes: number }) =>
          createEncoder({ genes, latent, norm: 'layer', dropout: 0.2 }),
      },
      { optimizer: () => tf.train.sgd(1e-4) },
      { optimizer: { learningRate: cosineSchedule({ from: 1e-2, to: 1e-3 }) } },
    ];
    for (const option of options) {
      using model = new DisentangledAE({ latent, ...option });
      const { bio } = await model.fitTransform(x, batch, quick);
      expect(bio.shape).toEqual([240, 4]);
      expect(bio.data.every(Number.isFinite)).toBe(true);
    }
  });

  test('validation, early stopping: stops, and keeps the best epoch', async () => {
    using model = new DisentangledAE({ preset: 'plain', optimizer: { learningRate: 0.05 } });
    await model.fit(x, batch, {
      epochs: 100,
      batchSize: 64,
      validation: 0.2,
      earlyStopping: { patience: 2 },
    });
    const errors = model.history.map(({ validation }) => validation!.error);
    const best = errors.indexOf(Math.min(...errors));
    expect(model.history.length).toBeLessThan(100);
    expect(model.history.length).toBe(best + 3);
    expect(model.history[0]!.validation!.terms['reconstruction']).toBeCloseTo(errors[0]!, 3);
  });

  test('an incomplete last minibatch is used or dropped as asked', async () => {
    const lengths: number[] = [];
    const spy: LossTerm = {
      name: 'spy',
      loss: (pass) => {
        lengths.push(pass.x.shape[0]);
        return tf.scalar(0);
      },
    };
    for (const dropLast of [true, false]) {
      using model = new DisentangledAE({ terms: [reconstruction(), spy] });
      await model.fit(x, batch, { epochs: 1, batchSize: 100, dropLast, compile: false });
    }
    expect(lengths).toEqual([100, 100, 100, 100, 40]);
  });

  test('the async iterator yields as it trains; leaving it keeps a usable model', async () => {
    using model = new DisentangledAE();
    const seen: number[] = [];
    for await (const { epoch } of model.fitEpochs(x, batch, { epochs: 50, batchSize: 64 })) {
      seen.push(epoch);
      if (epoch === 2) break;
    }
    expect(seen).toEqual([0, 1, 2]);
    expect(model.history).toHaveLength(3);
    expect((await model.correct(x)).shape).toEqual([240, 40]);
  });

  test('a single batch is allowed, with a warning', async () => {
    const onWarning = vi.fn();
    using model = new DisentangledAE();
    const { bio } = await model.fitTransform(
      x,
      batch.map(() => 'only'),
      { ...quick, onWarning },
    );
    expect(bio.data.every(Number.isFinite)).toBe(true);
    const said = onWarning.mock.calls.map(([message]) => message as string);
    expect(said.some((message) => message.includes("one batch only ('only')"))).toBe(true);
    expect(said.filter((message) => message.includes('does nothing'))).toHaveLength(4);
  });

  test('a batch of few cells, missing in most minibatches, stays finite', async () => {
    const rare = batch.map((name, i) => (i < 3 ? 'rare' : name));
    using model = new DisentangledAE();
    const { bio } = await model.fitTransform(x, rare, { epochs: 12, batchSize: 32 });
    expect(bio.data.every(Number.isFinite)).toBe(true);
  });
});
