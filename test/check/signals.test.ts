import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Biolord, DisentangledAE, Drvi, MichiGan, report, ScDisInFact, sweep } from 'zbio';
import { disentanglementMetrics, integrationMetrics, leakage } from 'zbio/metrics';
import { useBackend } from 'zbio/train';
import { syntheticCells, syntheticCounts } from '../helpers/cells.js';

const { x, batch, type } = syntheticCells({ cells: 300, genes: 8 });
const counts = syntheticCounts({ cells: 300, genes: 8 });
const fit = { epochs: 1, compile: false, onWarning: () => undefined } as const;
let model: DisentangledAE;
let drvi: Drvi;
let gan: MichiGan;
let biolord: Biolord<{ type: 'categories' }>;
let factors: ScDisInFact<'condition'>;

beforeAll(async () => {
  await useBackend('wasm');
  model = await new DisentangledAE({ preset: 'plain' }).fit(x, batch, fit);
  drvi = await new Drvi({ latent: 4 }).fit(counts.x, { batch }, fit);
  biolord = await new Biolord({ attributes: { type: 'categories' }, unknown: 2 }).fit(
    x,
    { batch, type },
    fit,
  );
  factors = await new ScDisInFact({ conditions: ['condition'], hidden: 4 }).fit(
    counts.x,
    { batch, condition: type },
    fit,
  );
  gan = await new MichiGan({ latent: 2 }).fit(x, {}, fit);
});
afterAll(() => {
  for (const one of [model, drvi, gan, biolord, factors]) one.dispose();
});

type Call = (signal: AbortSignal) => Promise<unknown>;
const calls: [string, Call][] = [
  ['transform', (signal) => model.transform(x, { signal })],
  ['correct', (signal) => model.correct(x, { signal })],
  ['reconstruct', (signal) => model.reconstruct(x, batch, { signal })],
  ['Biolord.predict', (signal) => biolord.predict(x, { batch, type }, { to: { type: type[0]! }, signal })],
  [
    'Biolord.predictGrid',
    async (signal) => {
      for await (const _ of biolord.predictGrid(x, { batch, type }, { type: [type[0]!] }, { signal }));
    },
  ],
  [
    'ScDisInFact.predict',
    (signal) => factors.predict(counts.x, { batch, condition: type }, { to: { batch: batch[0]! }, signal }),
  ],
  ['interpret', (signal) => drvi.interpret(counts.x, { batch }, { signal })],
  [
    'generate',
    (signal) =>
      gan.generate(
        Array.from({ length: 9 }, () => [0, 1]),
        { signal },
      ),
  ],
  ['report', (signal) => report(model, x, { batch, labels: type }, { signal })],
  ['integrationMetrics', (signal) => integrationMetrics(x, { batch, labels: type, signal })],
  ['leakage', (signal) => leakage({ bio: x }, { batch, labels: type, signal })],
  ['disentanglementMetrics', (signal) => disentanglementMetrics(x, { type }, { signal })],
  [
    'sweep',
    (signal) =>
      sweep(
        { x, batch, labels: type, model: () => ({ preset: 'plain' }), fit: { epochs: 1 }, signal },
        [1, 2],
      ),
  ],
];

describe('a signal aborts the call with its reason and leaves no tensor', () => {
  const reason = new Error('enough');
  const aborted = async (call: Call, signal: AbortSignal) => {
    const before = tf.memory().numTensors;
    await expect(call(signal)).rejects.toBe(reason);
    expect(tf.memory().numTensors).toBe(before);
  };

  test.each(calls)('%s, before it starts', async (_, call) => {
    await aborted(call, AbortSignal.abort(reason));
  });

  const long = ['report', 'integrationMetrics', 'leakage', 'disentanglementMetrics', 'sweep'];
  test.each(calls.filter(([name]) => long.includes(name)))('%s, while it runs', async (_, call) => {
    const controller = new AbortController();
    setImmediate(() => setImmediate(() => controller.abort(reason)));
    await aborted(call, controller.signal);
  });

  test('transform, between two chunks', async () => {
    const many = syntheticCells({ cells: 2500, genes: 8 }).x;
    const controller = new AbortController();
    const onProgress = () => controller.abort(reason);
    await aborted((signal) => model.transform(many, { signal, onProgress }), controller.signal);
  });
});
