import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import type { DisentangledAEOptions } from '../../src/autoencoder/options.js';
import { report } from '../../src/evaluate/report.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { mapCells } from '../../src/model/systemCells.js';
import type { Mode, Network } from '../../src/nn/network.js';
import { createEncoder } from '../../src/nn/networks/createEncoder.js';
import { syntheticCells, syntheticCounts } from '../helpers/cells.js';
import { relativeDistance } from '../helpers/gradient.js';
import { csr } from '../preprocess/reference.js';

const sizes = { cells: 1300, genes: 12, batches: 3 };
const cells = syntheticCells(sizes);
const counts = syntheticCounts(sizes);
const plan = { epochs: 1, batchSize: 256, compile: false } as const;

function expectClose(found: Matrix, expected: Matrix): void {
  expect(found.shape).toEqual(expected.shape);
  expect(relativeDistance(found.data, expected.data)).toBeLessThan(1e-5);
}

const shared = ({ data, shape }: Matrix): Matrix => {
  const values = new Float32Array(new SharedArrayBuffer(data.byteLength));
  values.set(data);
  return { data: values, shape };
};

// With more than 1,024 cells, the last chunk reaches back into the previous one.
describe.each<[string, DisentangledAEOptions, typeof cells]>([
  ['log-normalised cells', {}, cells],
  ['counts', { encoder: { hidden: [20, 9], norm: 'layer' } }, counts],
  ['cells as they are, deterministic latents', { input: 'asIs', latent: { bio: 3, nio: 2 } }, cells],
])('calls after fit, compiled, for %s', (_, options, { x, batch }) => {
  let model: DisentangledAE;
  beforeAll(async () => {
    model = await new DisentangledAE({ seed: 1, ...options }).fit(x, batch, plan);
  });
  afterAll(() => model.dispose());

  test.each<[string, Matrix | ReturnType<typeof csr>]>([
    ['dense', x],
    ['in shared memory', shared(x)],
    ['CSR', csr(x)],
    ['fewer than a chunk', { data: x.data.slice(0, 12 * 700), shape: [700, 12] }],
    ['one cell', { data: x.data.slice(0, 12), shape: [1, 12] }],
    ['no cell', { data: new Float32Array(0), shape: [0, 12] }],
  ])('%s: are what tfjs computes, and leave no tensor', async (_, given) => {
    const own = batch.slice(0, given.shape[0]);
    const both = [{ compile: true }, { compile: false }];
    const before = tf.memory().numTensors;
    const [latents, plainLatents] = [
      await model.transform(given, both[0]),
      await model.transform(given, both[1]),
    ];
    expectClose(latents.bio, plainLatents.bio);
    expectClose(latents.nio, plainLatents.nio);
    const reconstruct = both.map((how) => model.reconstruct(given, own, how));
    expectClose(await reconstruct[0]!, await reconstruct[1]!);
    for (const to of [undefined, 'batch 1']) {
      const correct = both.map((how) => model.correct(given, to ? { ...how, to } : how));
      expectClose(await correct[0]!, await correct[1]!);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('the same cells give the same bits, twice and among others', async () => {
    const all = await model.transform(x, { compile: true });
    expect(await model.transform(x, { compile: true })).toEqual(all);
    const some = { data: x.data.slice(12 * 200, 12 * 1224), shape: [1024, 12] as [number, number] };
    const size = all.bio.shape[1];
    const { bio } = await model.transform(some, { compile: true });
    expect(bio.data).toEqual(all.bio.data.slice(200 * size, 1224 * size));
  });
});

describe('calls after fit, compile', () => {
  const { x, batch } = cells;

  /** An encoder that counts its calls: one per chunk by tfjs, two when it is recorded. */
  function counted(): { encoder: Network; calls: () => number } {
    const own = createEncoder({ genes: 240, hidden: [8] });
    let calls = 0;
    const counting =
      <X, Y>(apply: (x: X, mode: Mode) => Y) =>
      (x: X, mode: Mode): Y => {
        calls++;
        return apply(x, mode);
      };
    const encoder = { ...own, apply: counting(own.apply), applySparse: counting(own.applySparse!) };
    return { encoder, calls: () => calls };
  }

  const repeated = ({ data, shape: [rows, genes] }: Matrix, times: number): Matrix => {
    const many = new Float32Array(times * data.length);
    for (let i = 0; i < times; i++) many.set(data, i * data.length);
    return { data: many, shape: [times * rows, genes] };
  };

  test('is automatic for many cells, except for CSR cells with few values', async () => {
    const { encoder, calls } = counted();
    const { x, batch } = syntheticCells({ ...sizes, genes: 240 });
    using model = await new DisentangledAE({ encoder, input: 'asIs' }).fit(x, batch, plan);
    const many = repeated(x, 27);
    const few = csr({ ...many, data: many.data.map((value, i) => (i % 24 === 5 ? value : 0)) });
    const expected: [Matrix | ReturnType<typeof csr>, number][] = [
      [x, 2],
      [many, 2],
      [csr(many), 2],
      [few, 35],
    ];
    for (const [given, times] of expected) {
      const before = calls();
      const { bio } = await model.transform(given);
      expect(calls() - before).toBe(times);
      expectClose(bio, (await model.transform(given, { compile: false })).bio);
    }
    const before = calls();
    await model.correct(few);
    expect(calls() - before).toBe(2);
    tf.dispose([...encoder.variables]);
  });

  test('what cannot be recorded is computed by tfjs, with a warning', async () => {
    const weight = tf.variable(tf.randomNormal([12, 36]) as tf.Tensor2D);
    const curious: Network = {
      variables: [weight],
      toConfig: () => ({ kind: 'custom' }),
      apply: (given) =>
        tf.tidy(() => tf.mul(tf.matMul(given, weight), Math.sign(1 + given.dataSync().length))),
    };
    const said = vi.spyOn(console, 'warn').mockImplementation(() => {});
    using model = await new DisentangledAE({ encoder: curious, input: 'asIs' }).fit(x, batch, plan);
    const found = await model.transform(x, { compile: true });
    expect(found).toEqual(await model.transform(x, { compile: false }));
    expect(said.mock.calls.flat().join()).toMatch(/transform: not compiled\. .* It goes on uncompiled\./);
    said.mockRestore();
    weight.dispose();
  });

  test.each(['yes', 1, null])('refuses %j', async (compile) => {
    using model = await new DisentangledAE({ seed: 1 }).fit(x, batch, plan);
    for (const call of ['transform', 'correct'] as const) {
      const refused = model[call](x, { compile: compile as unknown as true });
      await expect(refused).rejects.toThrow(new RegExp(`${call}: compile: expected 'auto', true or false`));
    }
    await expect(report(model, x, { batch }, { compile: true } as object)).rejects.toThrow(/compile/);
  });
});

describe('mapCells', () => {
  const { x } = cells;

  test.each([true, false])('may return its input (compile: %s)', async (compile) => {
    const batch = { categories: ['a', 'b'], codes: Int32Array.from({ length: 1300 }, (_, i) => i % 2) };
    const given = { x, scale: 'asIs' as const, batch, covariates: {}, mapper: { call: 'own', compile } };
    const { data } = await mapCells(given, 2, (input) => input.batch!);
    expect([...data.subarray(0, 4)]).toEqual([1, 0, 0, 1]);
    expect((await mapCells(given, 12, (input) => input.x)).data).toEqual(x.data);
  });

  test.each([true, false])('refuses a result of another shape (compile: %s)', async (compile) => {
    const given = { x, scale: 'asIs' as const, covariates: {}, mapper: { call: 'own', compile } };
    const wrong = mapCells(given, 3, (input) => tf.slice(input.x, [0, 0], [-1, 2]));
    await expect(wrong).rejects.toThrow(/expected \[1024,3\], cells and columns, received \[1024,2\]/);
  });
});
