import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import type { DisentangledAEOptions } from '../../src/autoencoder/options.js';
import type { CsrMatrix, Matrix } from '../../src/matrix/matrix.js';
import { createEncoder } from '../../src/nn/networks/createEncoder.js';
import { relativeDistance } from '../helpers/gradient.js';
import { csr } from '../preprocess/reference.js';

const genes = 60;

/** Counts of which nine in ten are zeros; cell 3 has no counts at all. Enough cells for two chunks. */
function sparseCounts(cells: number): Matrix {
  const data = Float32Array.from({ length: cells * genes }, (_, i) => {
    const hash = Math.imul(i + 1, 0x9e3779b1) >>> 16;
    return hash % 10 === 0 && Math.floor(i / genes) !== 3 ? 1 + (hash % 41) : 0;
  });
  return { data, shape: [cells, genes] };
}

const counts = sparseCounts(1300);
const batch = Array.from({ length: 1300 }, (_, i) => `batch ${i % 2}`);

async function fitted(options: DisentangledAEOptions): Promise<DisentangledAE> {
  const model = new DisentangledAE({ seed: 1, ...options });
  await model.fit(counts, batch, { epochs: 1, batchSize: 256, compile: false });
  return model;
}

const layersEncoder = (): tf.LayersModel =>
  tf.sequential({ layers: [tf.layers.dense({ inputShape: [genes], units: 36 })] });

function expectEqual(found: Matrix, expected: Matrix): void {
  expect(found.shape).toEqual(expected.shape);
  expect(relativeDistance(found.data, expected.data)).toBeLessThan(1e-5);
}

describe.each<[string, DisentangledAEOptions]>([
  ['our own encoder', {}],
  ['a linear encoder', { encoder: { hidden: [] } }],
  ['hidden layers with layer norm', { encoder: { hidden: [40, 17], norm: 'layer', dropout: 0.1 } }],
  ['an encoder by createEncoder, counts as they are', { encoder: createEncoder({ genes }), input: 'asIs' }],
  ['a layers model, which takes dense cells only', { encoder: layersEncoder() }],
])('CSR cells with %s', (_, options) => {
  let model: DisentangledAE;
  let sparse: CsrMatrix;
  beforeAll(async () => {
    model = await fitted(options);
    sparse = csr(counts);
  });
  afterAll(() => model.dispose());

  test('have the latents of dense cells, and leave no tensor', async () => {
    const dense = await model.transform(counts);
    const before = tf.memory().numTensors;
    const found = await model.transform(sparse);
    expect(tf.memory().numTensors).toBe(before);
    expectEqual(found.bio, dense.bio);
    expectEqual(found.nio, dense.nio);
  });

  test('are reconstructed and corrected as dense cells are', async () => {
    expectEqual(await model.reconstruct(sparse, batch), await model.reconstruct(counts, batch));
    expectEqual(await model.correct(sparse), await model.correct(counts));
  });
});

test('transform of no cells gives no rows', async () => {
  using model = await fitted({});
  const none: CsrMatrix = {
    data: new Float32Array(0),
    indices: new Int32Array(0),
    indptr: Int32Array.of(0),
    shape: [0, genes],
  };
  expect((await model.transform(none)).bio).toEqual({ data: new Float32Array(0), shape: [0, 10] });
});

test('on the cpu backend too', async () => {
  const backend = tf.getBackend();
  using model = await fitted({});
  await tf.setBackend('cpu');
  const few = { ...counts, data: counts.data.slice(0, 20 * genes), shape: [20, genes] as [number, number] };
  expectEqual((await model.transform(csr(few))).bio, (await model.transform(few)).bio);
  await tf.setBackend(backend);
});
