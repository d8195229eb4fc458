import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { report } from '../../src/evaluate/report.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { selectColumns } from '../../src/matrix/selectColumns.js';
import { selectRows } from '../../src/matrix/selectRows.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { scale } from '../../src/preprocess/scale.js';
import { createRng } from '../../src/random/rng.js';
import { Biolord } from '../../src/systems/biolord/Biolord.js';
import { Drvi } from '../../src/systems/drvi/Drvi.js';
import { MichiGan } from '../../src/systems/michiGan/MichiGan.js';
import { ScDisInFact } from '../../src/systems/scDisInFact/ScDisInFact.js';
import { Scidrl } from '../../src/systems/scidrl/Scidrl.js';
import { syntheticCounts } from '../helpers/cells.js';
import { Tiny } from './tinySystem.js';

const { x: counts, batch, type } = syntheticCounts({ cells: 100, genes: 30 });
const rng = createRng('corrected');
const changed = (x: Matrix, change: (value: number) => number): Matrix => ({
  ...x,
  data: x.data.map(change),
});
const corrected = changed(counts, (value) => Math.max(0, value - 0.2 - 0.3 * rng.next()));
const normalised = normalizeTotal(counts);
const logs = log1p(normalised);
const scaled = scale(logs);
const quick = { epochs: 1, batchSize: 32, compile: false } as const;
const small = { latent: { bio: 3, nio: 2 }, encoder: { hidden: [8] }, decoder: { hidden: [8] } } as const;

/** Runs a call and returns the warnings that it gave about x. */
async function saidBy(call: (onWarning: (message: string) => void) => Promise<unknown>): Promise<string[]> {
  const said: string[] = [];
  await call((message) => said.push(message));
  return said.filter((message) => /x holds|x is taken|: x: /.test(message));
}

describe('fit of DisentangledAE', () => {
  const fitOn = (x: Matrix, input?: 'counts' | 'asIs') => async (onWarning: (message: string) => void) => {
    using model = new DisentangledAE({ ...small, ...(input ? { input } : {}) });
    await model.fit(x, batch, { ...quick, onWarning });
    taken = model.input;
  };
  let taken: string | undefined;

  test.each<[string, Matrix, 'counts' | 'asIs', RegExp | undefined]>([
    ['counts', counts, 'counts', undefined],
    ['counts up to 9', changed(counts, (value) => Math.min(value, 9)), 'counts', undefined],
    ['only 0 and 1', changed(counts, (value) => Math.min(value, 1)), 'counts', /only 0 and 1.*input: 'asIs'/],
    [
      'corrected counts',
      corrected,
      'counts',
      /x holds corrected counts.*0 % whole.*10,000 per cell and log1p/,
    ],
    ['normalised values', normalised, 'counts', /without the logarithm.*every cell's total 10000.*log1p/],
    ['logarithms', logs, 'asIs', undefined],
    ['scaled values', scaled, 'asIs', /scaled or centred values \(below 0 in 100 of 100 cells.*near 0/],
  ])('%s', async (_, x, input, message) => {
    const said = await saidBy(fitOn(x));
    expect(taken).toBe(input);
    expect(said).toHaveLength(message ? 1 : 0);
    if (message) expect(said[0]).toMatch(message);
  });

  test.each([
    [corrected, 'asIs'],
    [normalised, 'counts'],
    [scaled, 'asIs'],
    [logs, 'counts'],
  ] as const)('input overrides the decision, without a word', async (x, input) => {
    expect(await saidBy(fitOn(x, input))).toEqual([]);
    expect(taken).toBe(input);
  });

  test('tensors and rows of counts are counts', async () => {
    const tensor = tf.tensor2d(counts.data, counts.shape, 'int32');
    using model = await new DisentangledAE(small).fit(tensor, batch, quick);
    expect(model.input).toBe('counts');
    tensor.dispose();
  });
});

describe('fit of systems', () => {
  const drvi = (input?: 'counts' | 'asIs') =>
    new Drvi({ latent: 3, encoder: [8], decoder: [8], ...(input ? { input } : {}) });
  const likelihood = 'normal' as const;

  test.each([
    [
      'logarithms',
      logs,
      /fit: x: expected counts.*received log-normalised values \(.*every cell's total 10000/,
    ],
    ['normalised values', normalised, /received normalised values without the logarithm/],
    ['scaled values', scaled, /no value below 0/],
  ])('%s: refused by a likelihood of counts; nothing stays', async (_, x, message) => {
    const before = tf.memory().numTensors;
    using model = drvi();
    await expect(model.fit(x, batch, quick)).rejects.toThrow(message);
    using other = new ScDisInFact({ conditions: ['type'] });
    await expect(other.fit(x, { batch, type }, quick)).rejects.toThrow(message);
    using own = new Tiny();
    await expect(own.fit(x, { batch, type }, quick)).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('corrected counts: accepted, said', async () => {
    const said = await saidBy((onWarning) => drvi().fit(corrected, batch, { ...quick, onWarning }));
    expect(said).toEqual([expect.stringMatching(/x holds corrected counts, which aren't whole \(/)]);
  });

  test('counts in models of log-normalised values: said', async () => {
    const models = [
      new Drvi({ latent: 3, encoder: [8], decoder: [8], likelihood }),
      new Biolord({ attributes: {}, encoder: [8], decoder: [8] }),
      new Scidrl({ hidden: 8 }),
    ];
    for (const model of models) {
      const said = await saidBy((onWarning) => model.fit(counts, { batch }, { ...quick, onWarning }));
      expect(said).toEqual([
        expect.stringMatching(/x holds counts.*made for log-normalised.*log1p\(normalizeTotal/),
      ]);
      model.dispose();
    }
  });

  test('input overrides in every system', async () => {
    const said = await saidBy(async (onWarning) => {
      using counted = drvi('counts');
      await counted.fit(logs, batch, { ...quick, onWarning });
      using unchanged = new Scidrl({ hidden: 8, input: 'asIs' });
      await unchanged.fit(counts, { batch }, { ...quick, onWarning });
    });
    expect(said).toEqual([]);
    expect(() => new MichiGan({ input: 'counts' })).toThrow(/MichiGan: input: expected 'auto' or 'asIs'/);
    expect(() => new Drvi({ input: 'count' } as never)).toThrow(/Drvi: input: .*Did you mean 'counts'\?/);
  });
});

describe('after fit', () => {
  let [ofCounts, ofLogs, ofSome]: DisentangledAE[] = [];
  const half = Array.from({ length: 15 }, (_, i) => 2 * i);

  beforeAll(async () => {
    ofCounts = await new DisentangledAE(small).fit(counts, batch, quick);
    ofLogs = await new DisentangledAE(small).fit(logs, batch, quick);
    ofSome = await new DisentangledAE(small).fit(selectColumns(logs, half), batch, quick);
  });
  afterAll(() => {
    for (const model of [ofCounts, ofLogs, ofSome]) model?.dispose();
  });

  test.each<[string, () => Promise<unknown>]>([
    ['transform', () => ofCounts!.transform(logs)],
    ['correct', () => ofCounts!.correct(logs)],
    ['reconstruct', () => ofCounts!.reconstruct(logs, batch)],
    ['report', () => report(ofCounts!, logs, { batch })],
  ])('%s refuses logarithms in a model of counts, with the evidence of both', async (call, run) => {
    const before = tf.memory().numTensors;
    await expect(run()).rejects.toThrow(
      new RegExp(
        `${call}: x: expected counts \\(largest \\d+, all whole.*as at fit, received log-normalised values \\(.*10000.*Give the counts.*input: 'asIs'`,
      ),
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test('counts in a model of logarithms are converted, exactly, and it says so', async () => {
    let bio: Matrix | undefined;
    const said = await saidBy(async (onWarning) => {
      ({ bio } = await ofLogs!.transform(counts, { onWarning }));
    });
    expect(bio).toEqual((await ofLogs!.transform(logs)).bio);
    expect(said).toEqual([
      expect.stringMatching(/received counts.*brought to 10000 per cell and log1p; results/),
    ]);
    const corrected = await ofLogs!.correct(counts, { onWarning: () => {} });
    expect(corrected).toEqual(await ofLogs!.correct(logs));
  });

  test('logarithms of another total or base are converted', async () => {
    const million = normalizeTotal(counts, { targetSum: 1e6 });
    const onWarning = () => {};
    const expected = (await ofLogs!.transform(logs)).bio.data;
    for (const x of [log1p(million), changed(normalised, (value) => Math.log2(1 + value))]) {
      const { bio } = await ofLogs!.transform(x, { onWarning });
      bio.data.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 3);
      });
    }
  });

  test('what cannot be converted exactly is refused', async () => {
    await expect(ofSome!.transform(selectColumns(counts, half))).rejects.toThrow(
      /received counts.*normalise over all genes, take the logarithm, then select the genes/,
    );
    await expect(ofLogs!.transform(scaled)).rejects.toThrow(/received scaled or centred values/);
    await expect(ofCounts!.transform(scaled)).rejects.toThrow(/no value below 0/);
  });

  test('the option input overrides', async () => {
    await expect(ofCounts!.transform(logs, { input: 'asIs' })).resolves.toBeDefined();
    await expect(ofCounts!.transform(logs, { input: 'counts' })).resolves.toBeDefined();
    await expect(ofSome!.transform(selectColumns(counts, half), { input: 'asIs' })).resolves.toBeDefined();
    await expect(ofCounts!.transform(counts, { input: 'raw' } as never)).rejects.toThrow(
      /transform: input: /,
    );
  });

  test('a loaded model knows the units too', async () => {
    using again = await DisentangledAE.load(await ofCounts!.save());
    await expect(again.transform(logs)).rejects.toThrow(/received log-normalised values/);
    await expect(again.transform(counts)).resolves.toEqual(await ofCounts!.transform(counts));
  });

  test('resuming compares units too', async () => {
    using again = await DisentangledAE.load(await ofCounts!.save());
    const more = { ...quick, resume: true, epochs: 2 };
    await expect(again.fit(logs, batch, more)).rejects.toThrow(/fit: x, when resuming: .*log-normalised/);
    await again.fit(counts, batch, more);
    expect(again.history).toHaveLength(2);
  });

  test('any cells of fit are accepted without a word, with the same latents', async () => {
    const selection = fc.array(fc.nat(99), { minLength: 1, maxLength: 12 });
    const all = [
      [ofCounts!, counts, (await ofCounts!.transform(counts)).bio],
      [ofLogs!, logs, (await ofLogs!.transform(logs)).bio],
    ] as const;
    await fc.assert(
      fc.asyncProperty(selection, fc.constantFrom(...all), async (rows, [model, x, expected]) => {
        const said: string[] = [];
        const onWarning = (message: string) => said.push(message);
        const { bio } = await model.transform(selectRows(x, rows), { onWarning });
        expect(said).toEqual([]);
        const wanted = selectRows(expected, rows).data;
        bio.data.forEach((value, i) => {
          expect(value).toBeCloseTo(wanted[i]!, 4);
        });
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test('systems compare as well', async () => {
    using drvi = await new Drvi({ latent: 3, encoder: [8], decoder: [8] }).fit(counts, batch, quick);
    await expect(drvi.transform(logs)).rejects.toThrow(/transform: x: expected counts/);
    await expect(drvi.interpret(normalised, { batch })).rejects.toThrow(
      /interpret: x: .*received normalised/,
    );
    const said = await saidBy((onWarning) => drvi.transform(corrected, {}, { onWarning }));
    expect(said).toEqual([expect.stringMatching(/fit had counts.*these look like corrected counts/)]);
  });
});
