import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE, report, Scidrl } from 'zbio';
import { useBackend } from 'zbio/train';
import { reconstruction } from '../../src/autoencoder/terms/reconstruction.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { createEncoder } from '../../src/nn/networks/createEncoder.js';
import { syntheticCells } from '../helpers/cells.js';

const { x, batch } = syntheticCells({ cells: 60, genes: 8 });
const many = syntheticCells({ cells: 2500, genes: 8 });
const options = {
  preset: 'plain',
  latent: { bio: 3, nio: 2 },
  encoder: { hidden: [4] },
  decoder: { hidden: [4] },
} as const;
const quick = { epochs: 3, batchSize: 20, compile: false, onWarning: () => undefined } as const;
const disposed = (call: string) => ({
  code: 'ZBIO_BAD_STATE',
  message: `${call}: the model was disposed while the call ran.`,
});
const same = (a: Matrix, b: Matrix) => expect([...a.data]).toEqual([...b.data]);

beforeAll(async () => {
  await useBackend('wasm');
});

describe('dispose while a call runs: one clear sentence, and no tensor is left', () => {
  test.each([
    ['within an epoch', 'onStep'],
    ['between two epochs', 'onEpoch'],
  ])('fit, %s', async (_, callback) => {
    const before = tf.memory().numTensors;
    const model = new DisentangledAE(options);
    const fit = model.fit(x, batch, { ...quick, [callback]: () => model.dispose() });
    await expect(fit).rejects.toMatchObject(disposed('fit'));
    expect(tf.memory().numTensors).toBe(before);
    await expect(model.fit(x, batch, quick)).rejects.toThrow('fit: the model is disposed. Make a new one.');
  });

  test('a loop over fitEpochs', async () => {
    const before = tf.memory().numTensors;
    const model = new DisentangledAE(options);
    const loop = async () => {
      for await (const _ of model.fitEpochs(x, batch, quick)) model.dispose();
    };
    await expect(loop()).rejects.toMatchObject(disposed('fit'));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('report: at once, not when it is done', async () => {
    const before = tf.memory().numTensors;
    const model = await new DisentangledAE(options).fit(many.x, many.batch, { ...quick, epochs: 1 });
    let done = 0;
    const running = report(model, many.x, { batch: many.batch }).finally(() => {
      done = performance.now();
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(done).toBe(0);
    const started = performance.now();
    model.dispose();
    await expect(running).rejects.toMatchObject(disposed('report'));
    expect(done - started).toBeLessThan(2000);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(['transform', 'correct', 'reconstruct'] as const)('%s', async (call) => {
    const before = tf.memory().numTensors;
    const model = await new DisentangledAE(options).fit(x, batch, quick);
    const cellOptions = { compile: false, onProgress: () => model.dispose() } as const;
    const running =
      call === 'reconstruct'
        ? model.reconstruct(many.x, many.batch, cellOptions)
        : model[call](many.x, cellOptions);
    await expect(running).rejects.toMatchObject(disposed(call));
    expect(tf.memory().numTensors).toBe(before);
    await expect(model.transform(x)).rejects.toThrow('transform: the model is disposed.');
  });

  test.each(['between two calls', 'within an epoch'])(
    'save: it ends, and its bytes are whole; %s',
    async (when) => {
      const before = tf.memory().numTensors;
      const model = await new DisentangledAE(options).fit(x, batch, quick);
      const { bio } = await model.transform(x);
      let saving: Promise<ArrayBuffer> | undefined;
      const saveAndDispose = () => {
        saving = model.save();
        model.dispose();
      };
      if (when === 'between two calls') saveAndDispose();
      else {
        const fit = model.fit(x, batch, { ...quick, epochs: 4, resume: true, onStep: saveAndDispose });
        await expect(fit).rejects.toMatchObject(disposed('fit'));
      }
      using loaded = await DisentangledAE.load(await saving!);
      same((await loaded.transform(x)).bio, bio);
      loaded.dispose();
      expect(tf.memory().numTensors).toBe(before);
      await expect(model.save()).rejects.toThrow('save: the model is disposed.');
    },
  );
});

describe('calls during fit', () => {
  test('a second fit is refused, and the first goes on', async () => {
    using model = new DisentangledAE(options);
    const first = model.fit(x, batch, quick);
    await expect(model.fit(x, batch, quick)).rejects.toMatchObject({ code: 'ZBIO_BAD_STATE' });
    await expect(model.fit(x, batch, quick)).rejects.toThrow(/already training/);
    await first;
    expect(model.history).toHaveLength(3);
  });

  test('in the first epoch there is nothing to read; from then on, calls see whole epochs', async () => {
    using model = new DisentangledAE(options);
    const early: unknown[] = [];
    const within: Promise<{ bio: Matrix }>[] = [];
    const after: Matrix[] = [];
    await model.fit(x, batch, {
      ...quick,
      onStep: ({ epoch, step }) => {
        if (epoch === 0) early.push(model.transform(x).catch((error: Error) => error.message));
        else if (step % 3 === 1) within.push(model.transform(x));
      },
      onEpoch: async ({ epoch }) => {
        if (epoch > 0) after.push((await model.transform(x)).bio);
      },
    });
    expect(await Promise.all(early)).toEqual(
      Array(3).fill(
        "transform: the model isn't fitted yet: its first epoch is under way. Wait for fit, or call from onEpoch.",
      ),
    );
    const seen = await Promise.all(within);
    expect(seen).toHaveLength(2);
    for (const [i, { bio }] of seen.entries()) same(bio, after[i]!);
  });

  test('two calls at once give what each gives alone', async () => {
    using model = await new DisentangledAE(options).fit(x, batch, quick);
    const alone = await model.transform(x);
    const [one, two] = await Promise.all([model.transform(x), model.transform(x)]);
    same(one.bio, alone.bio);
    same(two.bio, alone.bio);
  });
});

describe('a refit that fails keeps the earlier fit', () => {
  const stop = new Error('stop');
  const refits: [string, object][] = [
    ['an abort in the first epoch', { signal: AbortSignal.abort(stop) }],
    [
      'an error in the first epoch',
      {
        onStep: () => {
          throw stop;
        },
      },
    ],
    ['an impossible option', { batchSize: 0 }],
  ];
  test.each(refits)('%s', async (_, refit) => {
    const before = tf.memory().numTensors;
    const model = await new DisentangledAE(options).fit(x, batch, quick);
    const [{ bio }, fitted] = [await model.transform(x), tf.memory().numTensors];
    await expect(model.fit(x, batch, { ...quick, ...refit })).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(fitted);
    same((await model.transform(x)).bio, bio);
    expect(model.history).toHaveLength(3);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('during the first epoch of a refit, calls see the earlier fit', async () => {
    using model = await new DisentangledAE(options).fit(x, batch, quick);
    const { bio } = await model.transform(x);
    const seen: Promise<{ bio: Matrix }>[] = [];
    const onStep = () => {
      if (seen.length === 0) seen.push(model.transform(x));
    };
    await model.fit(x, batch, { ...quick, onStep });
    same((await seen[0]!).bio, bio);
  });
});

describe('an error in a function of the caller leaves no tensor', () => {
  const fault = (): never => {
    throw new Error('mine');
  };
  const term = (change: object) => ({
    terms: [reconstruction(), { name: 'own', loss: () => tf.scalar(0), ...change }],
  });
  const encoder = () =>
    createEncoder({ genes: 8, latent: { bio: 3, nio: 2 }, distribution: 'deterministic' });
  const faults: [string, object, object][] = [
    ['onEpoch', {}, { onEpoch: fault }],
    ['onStep', {}, { onStep: fault }],
    ['onWarning', { ...term({ weight: 0 }) }, { onWarning: fault }],
    ['term.build', term({ build: fault }), {}],
    ['term.inactive', term({ inactive: fault }), {}],
    ['term.loss', term({ loss: fault }), {}],
    ['term.weight', term({ weight: fault }), {}],
    ['optimizer', { optimizer: fault }, {}],
    ['encoder', { encoder: fault }, {}],
    ['decoder, after the encoder is made', { encoder, decoder: fault }, {}],
    ['noise', { noise: fault }, {}],
    ['the learning rate', { optimizer: { learningRate: fault } }, {}],
  ];
  test.each(faults)('%s', async (_, change, fitOptions) => {
    const before = tf.memory().numTensors;
    const model = new DisentangledAE({ ...options, ...change });
    await expect(model.fit(x, batch, { ...quick, ...fitOptions })).rejects.toThrow('mine');
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  const nonsense: [string, object, RegExp][] = [
    ['an optimizer that is a number', { optimizer: () => 3 }, /optimizer: .*returns 3\. For example/],
    ['an encoder that is a number', { encoder: () => 3 }, /encoder: expected a Network/],
    ['networks of a term that are a number', term({ build: () => 3 }), /term 'own': build: expected a list/],
    [
      'a weight that is text',
      term({ weight: () => 'a' }),
      /schedule: expected .*returns numbers, received 'a'/,
    ],
  ];
  test.each(nonsense)('%s', async (_, change, message) => {
    const before = tf.memory().numTensors;
    const model = new DisentangledAE({ ...options, ...change } as never);
    await expect(model.fit(x, batch, quick)).rejects.toThrow(message);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test("an explicit undefined doesn't replace a system's own plan", async () => {
  const stepsOf = async (given: object) => {
    using model = new Scidrl({ hidden: 4 });
    let steps = 0;
    const onStep = (progress: { steps: number }) => {
      steps = progress.steps;
    };
    const cells = { data: many.x.data.subarray(0, 250 * 8), shape: [250, 8] as [number, number] };
    await model.fit(
      cells,
      { batch: many.batch.slice(0, 250) },
      { epochs: 1, compile: false, onStep, ...given },
    );
    return steps;
  };
  expect(await stepsOf({})).toBe(2);
  expect(await stepsOf({ batchSize: undefined, dropLast: undefined, validation: undefined })).toBe(2);
});
