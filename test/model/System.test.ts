import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import type { SystemFitOptions } from '../../src/model/fitOptions.js';
import { syntheticCells, syntheticCounts } from '../helpers/cells.js';
import { relativeDistance } from '../helpers/gradient.js';
import { Tiny, type TinyOptions } from './tinySystem.js';

const { x, batch, type } = syntheticCounts({ cells: 60, genes: 8 });
const dose = Float32Array.from(type, (name) => Number(name.at(-1)));
const known = { batch, type, dose };
const plan = { compile: false } as const;

async function whole(options: TinyOptions = {}, more: SystemFitOptions = {}) {
  using model = await new Tiny(options).fit(x, known, { ...plan, ...more });
  const history = model.history.map(({ total }) => total);
  return { latents: await model.transform(x, { dose }), history, terms: model.history[0]!.terms };
}

/** Trains for two of six epochs, then leaves the loop. */
async function begun(options: TinyOptions = {}, more: SystemFitOptions = {}): Promise<Tiny> {
  const model = new Tiny(options);
  for await (const { epoch } of model.fitEpochs(x, known, { ...plan, ...more })) if (epoch === 1) break;
  return model;
}

describe('fit and transform', () => {
  test('the same seed gives the same latents to the bit, another seed gives others; no tensor is left', async () => {
    const before = tf.memory().numTensors;
    const first = await whole();
    expect(await whole()).toEqual(first);
    expect((await whole({ seed: 2 })).latents.z).not.toEqual(first.latents.z);
    expect([first.latents.z.shape, first.latents.half.shape]).toEqual([
      [60, 3],
      [60, 3],
    ]);
    expect(first.latents.half.data).toEqual(first.latents.z.data.map((value) => value / 2));
    expect(tf.memory().numTensors).toBe(before);
  });

  test("the system's own plan holds unless options say otherwise; every phase is in the history", async () => {
    using model = await new Tiny().fit(x, known, plan);
    expect(model.history).toHaveLength(6);
    expect(Object.keys(model.history[0]!.terms)).toEqual(['reconstruction', 'bound', 'critic']);
    expect(model.history[5]!.terms['reconstruction']).toBeLessThan(
      model.history[0]!.terms['reconstruction']!,
    );
    using short = await new Tiny().fit(x, known, { ...plan, epochs: 2, genes: [...'abcdefgh'] });
    expect([short.history.length, short.genes?.length]).toEqual([2, 8]);
    expect(short.batches).toEqual(['batch 0', 'batch 1']);
    expect(short.categories('type')).toEqual(['type 0', 'type 1', 'type 2']);
    expect(() => short.categories('dose')).toThrow(/categories that fit was given, received 'dose'/);
  });

  test('compiled steps learn what tfjs learns: covariates, rows, sampler and both phases', async () => {
    for (const stratified of [false, true]) {
      const warnings: string[] = [];
      const onWarning = (text: string) => warnings.push(text);
      const compiled = await whole({ stratified }, { compile: true, onWarning });
      const eager = await whole({ stratified });
      // Later epochs differ more, since rounding errors grow.
      const [a, b] = [Object.values(compiled.terms), Object.values(eager.terms)];
      expect(relativeDistance(a, b)).toBeLessThan(1e-4);
      expect(a).toHaveLength(3);
      expect(warnings).toEqual([]);
    }
  });

  test('without a batch, all cells belong to one; verbs may require it', async () => {
    using alone = await new Tiny().fit(x, { type }, plan);
    expect(alone.batches).toEqual(['all']);
    expect((await alone.batchOf(x, {})).data.every((value) => value === 1)).toBe(true);
    using model = await new Tiny().fit(x, known, plan);
    expect([...(await model.batchOf(x, { batch })).data.subarray(0, 4)]).toEqual([1, 0, 0, 1]);
    await expect(model.batchOf(x, {})).rejects.toThrow(/batchOf: batch: expected a column, received none/);
  });
});

describe('save, load, resume', () => {
  test('a file restores latents, history, categories and options, and can be saved again to the byte', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zbio-'));
    using model = await new Tiny({ size: 2, seed: 'a' }).fit(x, known, { ...plan, genes: [...'abcdefgh'] });
    const bytes = await model.save(join(folder, 'tiny.zbio'));
    const before = tf.memory().numTensors;
    for (const source of [bytes, new Uint8Array(bytes), join(folder, 'tiny.zbio')]) {
      using again = await Tiny.load(source);
      expect(await again.transform(x, { dose })).toEqual(await model.transform(x, { dose }));
      expect([again.history, again.options, again.genes]).toEqual([
        model.history,
        model.options,
        model.genes,
      ]);
      expect([again.batches, again.categories('type')]).toEqual([model.batches, model.categories('type')]);
      expect(new Uint8Array(await again.save())).toEqual(new Uint8Array(bytes));
    }
    expect(tf.memory().numTensors).toBe(before);
    await rm(folder, { recursive: true });
  });

  test.each([
    ['tfjs', false],
    ['compiled', true],
  ])('%s: a run that was left, or saved and loaded, resumes to the bit', async (_, compile) => {
    const options = { stratified: true };
    const straight = await whole(options, { compile });
    using left = await begun(options, { compile });
    using loaded = await Tiny.load(await left.save());
    for (const model of [left, loaded]) {
      await model.fit(x, known, { compile, resume: true });
      expect(model.history.map(({ total }) => total)).toEqual(straight.history);
      expect(await model.transform(x, { dose })).toEqual(straight.latents);
    }
  });

  test('an abort keeps the last whole epoch, from which training resumes to the bit; before the first, nothing is fitted', async () => {
    const controller = new AbortController();
    const onEpoch = ({ epoch }: { epoch: number }) => {
      if (epoch === 2) controller.abort(new Error('enough'));
    };
    using model = new Tiny();
    const aborted = model.fit(x, known, { ...plan, onEpoch, signal: controller.signal });
    await expect(aborted).rejects.toThrow('enough');
    expect(model.history).toHaveLength(3);
    await model.fit(x, known, { ...plan, resume: true });
    expect(await model.transform(x, { dose })).toEqual((await whole()).latents);
    using never = new Tiny();
    await expect(never.fit(x, known, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    await expect(never.transform(x)).rejects.toThrow(/isn't fitted/);
  });

  test('onStep hears every minibatch and changes nothing; if it throws, the run is back at the last whole epoch', async () => {
    const steps: number[] = [];
    const seen = await whole({}, { batchSize: 20, onStep: ({ step, steps: all }) => steps.push(step, all) });
    expect(steps).toEqual(Array.from({ length: 18 }, (_, step) => [step, 18]).flat());
    expect(seen).toEqual(await whole({}, { batchSize: 20 }));
    using model = new Tiny();
    const onStep = ({ epoch }: { epoch: number }) => {
      if (epoch === 2) throw new Error('enough');
    };
    await expect(model.fit(x, known, { ...plan, onStep })).rejects.toThrow('enough');
    expect(model.history).toHaveLength(2);
  });

  test('early stopping watches the error of the system', async () => {
    using model = await new Tiny().fit(x, known, {
      ...plan,
      validation: 0.2,
      earlyStopping: { patience: 2 },
    });
    // This error doesn't depend on what is learnt.
    expect(model.history).toHaveLength(3);
  });

  test('a file of another class is refused, in both directions', async () => {
    using model = await begun();
    const cells = syntheticCells({ cells: 40, genes: 5 });
    using other = await new DisentangledAE().fit(cells.x, cells.batch, { epochs: 1 });
    await expect(Tiny.load(await other.save())).rejects.toThrow(
      'load: expected a file of Tiny, received one of DisentangledAE. Load it with that class.',
    );
    await expect(DisentangledAE.load(await model.save())).rejects.toThrow(
      /expected a file of DisentangledAE, received one of Tiny/,
    );
  });
});

describe('bad input', () => {
  const cases: [string, object, object, RegExp][] = [
    ['an unknown covariate', { ...known, dosis: dose }, {}, /unknown option 'dosis'. Did you mean 'dose'\?/],
    ['a missing one', { batch }, {}, /fit: type: expected a column, received none. Give fit \{ type/],
    ['a short column', { ...known, type: type.slice(1) }, {}, /fit: type: expected 60 entries.*received 59/],
    ['short values', { ...known, dose: dose.slice(1) }, {}, /fit: dose: expected 60 entries.*received 59/],
    ['values that are not finite', { ...known, dose: dose.map(() => Number.NaN) }, {}, /fit: dose/],
    ['a missing category', { ...known, type: type.map(() => '') }, {}, /fit: type.*none for cell 0/],
    ['an unknown option', known, { epoch: 3 }, /unknown option 'epoch'. Did you mean 'epochs'\?/],
    ['labels, which are a covariate here', known, { labels: type }, /unknown option 'labels'/],
  ];
  test.each(cases)('%s', async (_, covariates, options, message) => {
    using model = new Tiny();
    await expect(model.fit(x, covariates as typeof known, { ...plan, ...options })).rejects.toThrow(message);
  });

  test('values below 0 where counts are required; a minibatch too small for the sampler', async () => {
    using model = new Tiny({ stratified: true });
    const negative = { ...x, data: x.data.map((value) => value - 1) };
    await expect(model.fit(negative, known, plan)).rejects.toThrow(/fit: x: expected counts/);
    const three = batch.map((_, i) => i % 3);
    await expect(model.fit(x, { ...known, batch: three }, { ...plan, batchSize: 2 })).rejects.toThrow(
      /fit: batchSize: expected at least 3 cells, one of each of 3 groups, received 2/,
    );
  });

  test('at transform: other genes, an unknown category, a missing column, a column that fit was not given', async () => {
    using model = await new Tiny().fit(x, known, { ...plan, epochs: 1 });
    await expect(model.transform(x)).rejects.toThrow(/transform: dose: expected a column/);
    const odd = type.map((name) => (name === 'type 1' ? 'typ 1' : name));
    await expect(model.transform(x, { dose, type: odd })).rejects.toThrow(/'typ 1'. Did you mean 'type 1'\?/);
    const wide = { data: new Float32Array(120), shape: [60, 2] as [number, number] };
    await expect(model.transform(x, { dose: wide })).rejects.toThrow(/expected 1 values per cell, as at fit/);
    await expect(model.transform([[1, 2]], { dose: [1] })).rejects.toThrow(/expected 8 genes/);
    using without = await new Tiny().fit(x, { batch, type }, { ...plan, epochs: 1 });
    expect((await without.transform(x)).z.shape).toEqual([60, 3]);
    await expect(without.transform(x, { dose })).rejects.toThrow(/nothing, since fit got none/);
  });

  test('a seed that a file cannot hold; two fits at once; a call after dispose', async () => {
    expect(() => new Tiny({ seed: (() => 1) as never })).toThrow(/Tiny: seed: expected a number or a text/);
    const model = new Tiny();
    const first = model.fit(x, known, plan);
    await expect(model.fit(x, known, plan)).rejects.toThrow(/already training/);
    await first;
    model.dispose();
    await expect(model.transform(x, { dose })).rejects.toThrow(/disposed/);
  });
});
