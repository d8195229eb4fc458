import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { useBackend } from '../../src/backend/useBackend.js';
import type { CsrMatrix } from '../../src/matrix/matrix.js';
import { sliceRows } from '../../src/matrix/sliceRows.js';
import { mapChunks } from '../../src/model/map/mapChunks.js';
import { csrMatMul } from '../../src/nn/layers/csrMatMul.js';
import { sharedCsrThread } from '../../src/wasm/sparse/sharedCsrThread.js';
import { wasmCsrMatMul } from '../../src/wasm/sparse/wasmCsrMatMul.js';

// Each row has two thirds of its genes: 4.3 million values, for which a thread is started.
const [cells, genes] = [7200, 900];
const each = (2 * genes) / 3;
const x: CsrMatrix = {
  data: Float32Array.from({ length: cells * each }, (_, k) => ((k * 7919) % 23) / 8),
  indices: Int32Array.from({ length: cells * each }, (_, k) => Math.floor(((k % each) * 3) / 2)),
  indptr: Int32Array.from({ length: cells + 1 }, (_, row) => row * each),
  shape: [cells, genes],
};
const part = (first: number, end: number): CsrMatrix => sliceRows(x, first, end) as CsrMatrix;

beforeAll(() => useBackend('wasm'));

describe('many CSR cells, encoded with a second thread', () => {
  test('have the same latents as without the thread, also in two calls at once', async () => {
    const few = part(0, 300);
    const batch = Array.from({ length: 300 }, (_, i) => i % 2);
    using model = await new DisentangledAE({ seed: 1, input: 'asIs' }).fit(few, batch, {
      epochs: 1,
      compile: false,
    });
    const before = tf.memory().numTensors;
    const [first, second] = await Promise.all([1, 2].map(() => model.transform(x, { compile: false })));
    expect(sharedCsrThread()).toBeUndefined();
    expect(tf.memory().numTensors).toBe(before);
    expect(second).toEqual(first);
    for (const start of [0, 2000, 6200]) {
      const { bio } = await model.transform(part(start, start + 1000), { compile: false });
      expect(bio.data).toEqual(first!.bio.data.slice(start * 10, (start + 1000) * 10));
    }
  });

  const w = (): tf.Tensor2D =>
    tf.tidy(() => tf.div(tf.range(0, genes * 16).reshape([genes, 16]), 1e4) as tf.Tensor2D);
  const job = (map: (chunk: CsrMatrix) => tf.Tensor2D) => ({
    ...{ cells: { x, scale: 'asIs' as const }, columns: 16, sparse: true },
    map: (chunk: tf.Tensor2D | CsrMatrix) => map(chunk as CsrMatrix),
  });

  test('a map may multiply other matrices than its chunks', async () => {
    const weights = w();
    const double = ({ data, ...rest }: CsrMatrix): CsrMatrix => ({
      ...rest,
      data: data.map((value) => 2 * value),
    });
    const found = await mapChunks(job((chunk) => csrMatMul(double(chunk), weights)));
    const last = tf.tidy(() => wasmCsrMatMul(double(part(7100, cells)), weights)!.dataSync());
    expect(found.data.slice(7100 * 16)).toEqual(last);
    weights.dispose();
  });

  test('a call that fails leaves the thread to the others', async () => {
    const weights = w();
    let calls = 0;
    const failing = mapChunks(
      job((chunk) => {
        if (++calls === 4) throw new Error('enough');
        return csrMatMul(chunk, weights);
      }),
    );
    const others = mapChunks(job((chunk) => csrMatMul(chunk, weights)));
    await expect(failing).rejects.toThrow('enough');
    expect((await others).data).toEqual((await mapChunks(job((chunk) => csrMatMul(chunk, weights)))).data);
    expect(sharedCsrThread()).toBeUndefined();
    weights.dispose();
  });
});

test('weights made on another backend, which grow the memory when they move, are multiplied', async () => {
  await tf.setBackend('cpu');
  const weights = tf.ones([genes, 6000]) as tf.Tensor2D;
  await useBackend('wasm');
  const found = tf.tidy(() => wasmCsrMatMul(part(0, 2), weights)!.dataSync());
  const total = x.data.subarray(0, each).reduce((sum, value) => sum + value, 0);
  expect(found[5999]! / total).toBeCloseTo(1, 5);
  weights.dispose();
});
