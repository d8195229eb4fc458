import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DisentangledAE, Drvi } from 'zbio';
import { useBackend } from 'zbio/train';
import { unpackContainer } from '../../src/model/file/container.js';
import { verifyModel } from '../../src/model/verifyModel.js';
import { syntheticCells } from '../helpers/cells.js';
import { Tiny } from './tinySystem.js';

const { x, batch, type } = syntheticCells({ cells: 60, genes: 8 });
const options = { latent: { bio: 3, nio: 2 }, encoder: { hidden: [4] }, decoder: { hidden: [4] } } as const;
const quick = { epochs: 5, batchSize: 20, compile: false, onWarning: () => undefined } as const;
const stopping = { ...quick, epochs: 8, validation: 0.2, earlyStopping: { patience: 2 } } as const;

let folder: string;
let path: string;
beforeAll(async () => {
  await useBackend('wasm');
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-checkpoint-'));
  path = join(folder, 'run.zbio');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The arrays of a file that the model's use depends on, and its epochs. */
function weightsIn(bytes: ArrayBuffer): unknown {
  const { header, arrays } = unpackContainer(bytes);
  const weights = arrays.filter((array) => /^(variables|optimizers)/.test(array.path));
  return [header['epoch'], weights.map(({ data }) => [...data])];
}
const fileAt = async () => weightsIn(new Uint8Array(await readFile(path)).buffer);
/** Fits until `epochs` are done in this process, as if it were killed then. */
async function interrupted(epochs: number, given: object = quick): Promise<void> {
  using model = new DisentangledAE(options);
  for await (const { epoch } of model.fitEpochs(x, batch, { ...given, checkpoint: { path } }))
    if (epoch + 1 === epochs) break;
}

describe('a run goes on from its file to the bit', () => {
  test.each([
    ['by one line at the first start and afterwards', quick],
    ['with early stopping', stopping],
  ])('%s', async (_, given) => {
    const before = tf.memory().numTensors;
    const whole = await new DisentangledAE(options).fit(x, batch, given);
    const wanted = weightsIn(await whole.save());
    const onEpoch = vi.fn();
    for (const stopAt of [1, 3, Infinity]) {
      const model = new DisentangledAE(options);
      const run = { ...given, onEpoch, checkpoint: { path }, resume: true };
      for await (const { epoch } of model.fitEpochs(x, batch, run)) if (epoch + 1 === stopAt) break;
      expect(await fileAt()).toEqual(weightsIn(await model.save()));
      model.dispose();
    }
    expect(onEpoch).toHaveBeenCalledTimes(whole.history.length);
    expect(await fileAt()).toEqual(wanted);
    whole.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('other systems: columns, two phases, statistics', async () => {
    const columns = { batch, type };
    using whole = await new Tiny().fit(x, columns, quick);
    for (const stopAt of [2, Infinity]) {
      using model = new Tiny();
      const run = { ...quick, checkpoint: { path, every: { minutes: 1e-9 } }, resume: true };
      for await (const { epoch } of model.fitEpochs(x, columns, run)) if (epoch + 1 === stopAt) break;
    }
    expect(await fileAt()).toEqual(weightsIn(await whole.save()));
    using loaded = await Tiny.load(path);
    expect(await loaded.transform(x)).toEqual(await whole.transform(x));
  });

  test('functions and networks, which no file holds, are those of the model', async () => {
    const own = { ...options, noise: ({ epoch }: { epoch: number }) => 0.1 * epoch };
    using whole = await new DisentangledAE(own).fit(x, batch, quick);
    for (const stopAt of [2, Infinity]) {
      using model = new DisentangledAE(own);
      const run = { ...quick, checkpoint: { path }, resume: true };
      for await (const { epoch } of model.fitEpochs(x, batch, run)) if (epoch + 1 === stopAt) break;
    }
    expect(await fileAt()).toEqual(weightsIn(await whole.save()));
  });

  test('a save from onEpoch, or from the body of fitEpochs, loads, gives the same latents, and resumes', async () => {
    using whole = new DisentangledAE(options);
    const saved: [ArrayBuffer, Awaited<ReturnType<DisentangledAE['correct']>>][] = [];
    const onEpoch = async ({ epoch }: { epoch: number }) => {
      if (epoch === 1) saved.push([await whole.save(), await whole.correct(x)]);
    };
    for await (const { epoch } of whole.fitEpochs(x, batch, { ...stopping, onEpoch }))
      if (epoch === 2) saved.push([await whole.save(), await whole.correct(x)]);
    expect(saved).toHaveLength(2);
    for (const [bytes, corrected] of saved) {
      using model = await DisentangledAE.load(bytes);
      expect(await model.correct(x)).toEqual(corrected);
      await model.fit(x, batch, { resume: true, compile: false });
      expect(weightsIn(await model.save())).toEqual(weightsIn(await whole.save()));
    }
  });
});

describe('the end of a fit', () => {
  test('after an abort with early stopping, the best epoch is in use, in the model and in the file', async () => {
    using model = new DisentangledAE(options);
    const latents: number[][] = [];
    const abort = new AbortController();
    const onEpoch = async ({ epoch }: { epoch: number }) => {
      latents.push([...(await model.transform(x)).bio.data]);
      if (epoch === 3) abort.abort(new Error('enough'));
    };
    // An improvement this large never comes again, so that the first epoch is the best.
    const given = {
      ...stopping,
      earlyStopping: { patience: 8, minDelta: 1e9 },
      signal: abort.signal,
      onEpoch,
    };
    await expect(model.fit(x, batch, { ...given, checkpoint: { path } })).rejects.toThrow('enough');
    expect(model.history).toHaveLength(4);
    expect([...(await model.transform(x)).bio.data]).toEqual(latents[0]);
    using loaded = await DisentangledAE.load(path);
    expect([...(await loaded.transform(x)).bio.data]).toEqual(latents[0]);
    // Training goes on from the last epoch, not from the best.
    using other = await new DisentangledAE(options).fit(x, batch, {
      ...given,
      onEpoch: () => {},
      signal: new AbortController().signal,
    });
    await loaded.fit(x, batch, { resume: true, compile: false });
    expect(weightsIn(await loaded.save())).toEqual(weightsIn(await other.save()));
  });

  test('a disk that fails: a warning, training goes on, the next epoch tries again; at the end it is an error', async () => {
    await mkdir(join(folder, 'in'));
    const inside = join(folder, 'in', 'run.zbio');
    const warnings: string[] = [];
    using model = new DisentangledAE(options);
    const run = (epochs: number, back: number) =>
      model.fit(x, batch, {
        ...quick,
        epochs,
        checkpoint: { path: inside },
        onWarning: (message) => void warnings.push(message),
        onEpoch: async ({ epoch }) => {
          if (epoch === 0) await rename(join(folder, 'in'), join(folder, 'away'));
          if (epoch === back) await rename(join(folder, 'away'), join(folder, 'in'));
        },
      });
    await run(5, 2);
    expect(warnings.filter((text) => text.includes('checkpoint'))).toEqual([
      expect.stringMatching(
        /^fit: the checkpoint isn't up to date: Can't write .*in doesn't exist.* Training goes on\.$/,
      ),
    ]);
    expect((await verifyModel(inside)).epochs).toBe(5);
    await expect(run(3, 9)).rejects.toMatchObject({
      code: 'ZBIO_BAD_PATH',
      message: expect.stringMatching(
        /doesn't hold the end of the run: .* The model is trained: save it elsewhere\.$/,
      ),
    });
    expect(model.history).toHaveLength(3);
  });

  test('an abort before the first whole epoch leaves no file; a finished run is replaced', async () => {
    using model = new DisentangledAE(options);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(model.fit(x, batch, { ...quick, signal, checkpoint: { path } })).rejects.toThrow('enough');
    expect(existsSync(path)).toBe(false);
    await model.fit(x, batch, { ...quick, epochs: 2, checkpoint: { path } });
    await model.fit(x, batch, { ...quick, epochs: 3, checkpoint: { path } });
    expect((await verifyModel(path)).epochs).toBe(3);
    // A run that is done is done again at no cost, and may be given more epochs.
    using again = new DisentangledAE(options);
    await again.fit(x, batch, { ...quick, epochs: 3, checkpoint: { path }, resume: true });
    expect(weightsIn(await again.save())).toEqual(weightsIn(await model.save()));
    await again.fit(x, batch, { ...quick, epochs: 4, checkpoint: { path }, resume: true });
    expect((await verifyModel(path)).epochs).toBe(4);
  });
});

describe('nothing is lost: what is refused before training', () => {
  const refused = async (given: object, made: object = options, cells = x, columns: unknown = batch) => {
    const before = tf.memory().numTensors;
    const file = existsSync(path) && (await readFile(path));
    using model = new DisentangledAE(made);
    const onStep = vi.fn();
    const fit = model.fit(cells, columns as string[], { ...quick, checkpoint: { path }, onStep, ...given });
    const error = await fit.catch((thrown: unknown) => thrown as Error & { code: string });
    expect(error).toBeInstanceOf(Error);
    expect(onStep).not.toHaveBeenCalled();
    expect(existsSync(path) && (await readFile(path))).toEqual(file);
    expect(tf.memory().numTensors).toBe(before);
    expect(['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name))).toEqual([0, 0, 0]);
    const { code, message } = error as Error & { code: string };
    return `${code} ${message.replaceAll(folder, '…')}`;
  };

  test('a file with another run that is not done', async () => {
    await interrupted(2);
    expect(await refused({})).toBe(
      "ZBIO_BAD_STATE fit: the file '…/run.zbio' holds another run, 2 of 5 epochs done, which would be lost. Go on with it (a new model, resume: true), name another path, or remove the file.",
    );
    using other = await new DisentangledAE(options).fit(x, batch, { ...quick, epochs: 2 });
    const fit = other.fit(x, batch, { ...quick, resume: true, checkpoint: { path } });
    await expect(fit).rejects.toThrow(/another run, 2 of 5 epochs/);
  });

  test('a model from the file goes on with it', async () => {
    await interrupted(2);
    using model = await DisentangledAE.load(path);
    await model.fit(x, batch, { resume: true, compile: false, checkpoint: { path } });
    expect((await verifyModel(path)).epochs).toBe(5);
  });

  test('a file that is no whole model', async () => {
    await writeFile(path, 'notes');
    expect(await refused({})).toMatch(
      /^ZBIO_BAD_FILE fit: the file '…\/run.zbio' is no whole model file.*remove the file\.$/,
    );
    expect(await refused({ resume: true })).toMatch(/^ZBIO_BAD_FILE/);
    await writeFile(path, '');
    await interrupted(1);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, -4));
    expect(await refused({ resume: true })).toMatch(/^ZBIO_BAD_FILE .*truncated/);
  });

  test('a run of another model, other options, or other cells, by name', async () => {
    await interrupted(2);
    const resume = { resume: true };
    const begin = "ZBIO_BAD_VALUE fit: resume from '…/run.zbio': expected the";
    const next = 'Give what the first run was given, another path, or remove the file.';
    expect(await refused(resume, { ...options, seed: 1 })).toBe(
      `${begin} options of its run, seed: 0, received 1. ${next}`,
    );
    // In another order, and with what is the default, they are the same.
    const { encoder, decoder, latent } = options;
    expect(
      await refused({ ...resume, epochs: 4 }, { decoder, encoder, latent, seed: 0, input: 'auto' }),
    ).toMatch(/^ZBIO_BAD_VALUE fit: epochs: expected at least 5, as in the run/);
    expect(await refused(resume, { ...options, noise: () => 0.1 })).toMatch(
      /noise: none, received 'a function/,
    );
    expect(await refused({ ...resume, batchSize: 30 })).toMatch(
      /options of fit of its run, batchSize: 20, received 30/,
    );
    expect(await refused({ ...resume, genes: [...'abcdefgh'] })).toMatch(/genes: none, received 8: a, b, c/);
    expect(await refused({ ...resume, validation: 0.2 })).toMatch(/validation: 0, received 0.2/);
    const shifted = { ...x, data: x.data.with(3, 9) };
    expect(await refused(resume, options, shifted)).toMatch(
      /x, when resuming: expected the cells of the first run/,
    );
    expect(await refused(resume, options, x, [...batch].reverse())).toMatch(
      /batch, when resuming: expected the column/,
    );
    using other = new Drvi();
    await expect(other.fit(x, { batch }, { ...quick, resume: true, checkpoint: { path } })).rejects.toThrow(
      /the model of its run, class: 'DisentangledAE', received 'Drvi'/,
    );
  });

  test('a path that cannot be written, and options that cannot be', async () => {
    const at = (name: string) => refused({ checkpoint: { path: join(folder, name) } });
    expect(await at('none/run.zbio')).toMatch(/^ZBIO_BAD_PATH Can't write .*doesn't exist/);
    expect(await refused({ checkpoint: { path: folder } })).toMatch(/^ZBIO_BAD_PATH .*it is a folder/);
    if (process.platform === 'linux') {
      expect(await refused({ checkpoint: { path: '/dev/null' } })).toMatch(/^ZBIO_BAD_PATH .*isn't a file/);
    }
    expect(await refused({ checkpoint: { path, every: 0 } })).toMatch(
      /^ZBIO_BAD_VALUE fit: checkpoint.every: /,
    );
    expect(await refused({ checkpoint: { path, every: { minutes: 0 } } })).toMatch(
      /checkpoint.every.minutes: .*above 0/,
    );
    expect(await refused({ checkpoint: { path, evry: 1 } })).toMatch(
      /unknown option 'evry'. Did you mean 'every'/,
    );
    expect(await refused({ checkpoint: path })).toMatch(/^ZBIO_BAD_TYPE fit: checkpoint: expected/);
    await writeFile(path, '');
    await chmod(path, 0o400);
    if (process.getuid?.() !== 0) expect(await refused({})).toMatch(/^ZBIO_BAD_PATH/);
  });

  test('two fits with one path', async () => {
    using one = new DisentangledAE(options);
    using two = new DisentangledAE(options);
    const first = one.fit(x, batch, { ...quick, checkpoint: { path } });
    await expect(two.fit(x, batch, { ...quick, checkpoint: { path } })).rejects.toThrow(
      /^fit: another fit keeps its run in .*\. Give each fit a path of its own\.$/,
    );
    await first;
  });
});
