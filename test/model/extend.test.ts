import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import type { ForwardPass } from '../../src/autoencoder/terms/forwardPass.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import { selectRows } from '../../src/matrix/selectRows.js';
import { knnAccuracy } from '../../src/metrics/leakage/knnAccuracy.js';
import { engineOf } from '../../src/model/System.js';
import { createDecoder } from '../../src/nn/networks/createDecoder.js';
import { Biolord } from '../../src/systems/biolord/Biolord.js';
import { Drvi } from '../../src/systems/drvi/Drvi.js';
import { MichiGan } from '../../src/systems/michiGan/MichiGan.js';
import { ScDisInFact } from '../../src/systems/scDisInFact/ScDisInFact.js';
import { Scidrl } from '../../src/systems/scidrl/Scidrl.js';
import { syntheticCells } from '../helpers/cells.js';
import { csr } from '../preprocess/reference.js';

const cells = syntheticCells({ cells: 480, batches: 4 });

/** The cells of some batches. */
function only(...numbers: number[]): { x: Matrix; batch: string[]; type: string[] } {
  const rows = cells.batch.flatMap((name, row) => (numbers.includes(Number(name.slice(-1))) ? [row] : []));
  const names = (all: string[]) => rows.map((row) => all[row]!);
  return { x: selectRows(cells.x, rows), batch: names(cells.batch), type: names(cells.type) };
}

const reference = only(0, 1);
const [third, fourth] = [only(2), only(3)];
const small = { encoder: { hidden: [16] }, decoder: { hidden: [16] }, seed: 1 } as const;
const quick = { epochs: 60, batchSize: 60, compile: false, memory: 60 } as const;
const plainly = { compile: false } as const;

const joined = (a: Matrix, b: Matrix): Matrix => ({
  data: Float32Array.from([...a.data, ...b.data]),
  shape: [a.shape[0] + b.shape[0], a.shape[1]],
});

/** Numbers of tensors before a call, to compare with those after it. */
const tensors = (): number => tf.memory().numTensors;

let model: DisentangledAE;
let mapped: DisentangledAE;
let before: Record<'bio' | 'nio', Matrix>;

beforeAll(async () => {
  model = await new DisentangledAE(small).fit(reference.x, reference.batch, quick);
  before = await model.transform(reference.x, plainly);
  mapped = await model.extend(third.x, third.batch);
});

describe('the latents of the cells of fit', () => {
  test('are equal to the bit, with and without their batch, by tfjs and compiled', async () => {
    expect(await model.transform(reference.x, plainly)).toEqual(before);
    expect(await mapped.transform(reference.x, plainly)).toEqual(before);
    expect(await mapped.transform(reference.x, { batch: reference.batch, ...plainly })).toEqual(before);
    const compiled = await model.transform(reference.x, { compile: true });
    expect(await mapped.transform(reference.x, { compile: true })).toEqual(compiled);
    expect(await mapped.transform(reference.x, { batch: reference.batch, compile: true })).toEqual(compiled);
  });

  test('are those of a model that remembers nothing: drawing the memory moves no random stream', async () => {
    using plain = await new DisentangledAE(small).fit(reference.x, reference.batch, { ...quick, memory: 0 });
    expect(await plain.transform(reference.x, plainly)).toEqual(before);
    await expect(plain.extend(third.x, third.batch)).rejects.toThrow(/remembers no cells.*memory: 0/);
  });
});

describe('the cells of a new batch', () => {
  test('mix with those of fit, by type', async () => {
    const { bio: apart } = await mapped.transform(third.x, plainly);
    const { bio: mixed } = await mapped.transform(third.x, { batch: third.batch, ...plainly });
    const groups = [...reference.batch.map(() => 'old'), ...third.batch.map(() => 'new')];
    const types = [...reference.type, ...third.type];
    const [far, near] = [joined(before.bio, apart), joined(before.bio, mixed)];
    const [told, told2] = [await knnAccuracy(far, groups), await knnAccuracy(near, groups)];
    expect(told2.balanced).toBeLessThan(told.balanced - 0.1);
    expect((await knnAccuracy(near, types)).balanced).toBeGreaterThan(0.9);
  });

  test('give the same latents compiled and from compressed rows', async () => {
    const { bio } = await mapped.transform(third.x, { batch: third.batch, ...plainly });
    const compiled = await mapped.transform(third.x, { batch: third.batch, compile: true });
    const sparse = await mapped.transform(csr(third.x), { batch: third.batch, ...plainly });
    for (const [i, value] of bio.data.entries()) {
      expect(compiled.bio.data[i]).toBeCloseTo(value, 4);
      expect(sparse.bio.data[i]).toBeCloseTo(value, 4);
    }
  });

  test('without their batch pass through the encoder as it is', async () => {
    expect(await mapped.transform(third.x, plainly)).toEqual(await model.transform(third.x, plainly));
  });

  test('are decoded as of another batch, and others as of theirs', async () => {
    const type = third.type[0]!;
    const meanOf = ({ data, shape: [, genes] }: Matrix, types: string[]): Float64Array => {
      const rows = types.flatMap((name, row) => (name === type ? [row] : []));
      const sums = new Float64Array(genes);
      for (const row of rows)
        for (let g = 0; g < genes; g++) sums[g]! += data[row * genes + g]! / rows.length;
      return sums;
    };
    const distance = (a: Float64Array, b: Float64Array) =>
      a.reduce((sum, value, g) => sum + (value - b[g]!) ** 2, 0);
    const asThird = await mapped.correct(reference.x, { to: 'batch 2', ...plainly });
    const asMean = await mapped.correct(reference.x, plainly);
    const real = meanOf(third.x, third.type);
    const off = distance(meanOf(asMean, reference.type), real);
    expect(distance(meanOf(asThird, reference.type), real)).toBeLessThan(0.8 * off);
    expect(asMean).toEqual(await model.correct(reference.x, plainly));
    const to = { to: 'batch 0', ...plainly };
    const known = meanOf(await mapped.correct(reference.x, to), reference.type);
    const back = meanOf(await mapped.correct(third.x, { ...to, batch: third.batch }), third.type);
    const unmapped = meanOf(await mapped.correct(third.x, to), third.type);
    expect(distance(back, known)).toBeLessThan(0.5 * distance(unmapped, known));
    const own = await mapped.reconstruct(third.x, third.batch, plainly);
    expect(distance(meanOf(own, third.type), real)).toBeLessThan(0.8 * off);
  });
});

test('the names of the batches tell which were added; the earlier model has none', () => {
  expect(mapped.batches).toEqual(['batch 0', 'batch 1', 'batch 2']);
  expect([mapped.addedBatches, model.addedBatches, model.batches.length]).toEqual([['batch 2'], [], 2]);
  expect(mapped.history).toEqual(model.history);
});

test('the same seed gives the same map; another one, another', async () => {
  const latents = async (made: DisentangledAE) => {
    using one = made;
    return (await one.transform(third.x, { batch: third.batch, ...plainly })).bio;
  };
  const first = await latents(await model.extend(third.x, third.batch));
  expect(first).toEqual((await mapped.transform(third.x, { batch: third.batch, ...plainly })).bio);
  expect(await latents(await model.extend(third.x, third.batch, { seed: 2 }))).not.toEqual(first);
});

test('two batches at once, one after the other, and after saving and loading: the same to the bit', async () => {
  const both = only(2, 3);
  using once = await model.extend(both.x, both.batch);
  using loaded = await DisentangledAE.load(await mapped.save());
  using twice = await loaded.extend(fourth.x, fourth.batch);
  expect(twice.batches).toEqual(once.batches);
  for (const call of ['transform', 'correct'] as const) {
    const options = { batch: both.batch, ...plainly };
    expect(await twice[call](both.x, options)).toEqual(await once[call](both.x, options));
  }
  expect(new Uint8Array(await twice.save())).toEqual(new Uint8Array(await once.save()));
});

test('a file gives the model back to the bit, and no run', async () => {
  const bytes = await mapped.save();
  using again = await DisentangledAE.load(bytes);
  const options = { batch: third.batch, ...plainly };
  expect(await again.transform(third.x, options)).toEqual(await mapped.transform(third.x, options));
  expect(await again.correct(third.x, options)).toEqual(await mapped.correct(third.x, options));
  expect(again.addedBatches).toEqual(['batch 2']);
  expect(new Uint8Array(await again.save())).toEqual(new Uint8Array(bytes));
  await expect(again.fit(reference.x, reference.batch, { resume: true, epochs: 30 })).rejects.toThrow(
    /a model with added batches can't be trained further/,
  );
});

test('the cautious form is another map, and shifts alone', async () => {
  using cautious = await model.extend(third.x, third.batch, { form: 'cautious' });
  const options = { batch: third.batch, ...plainly };
  expect(await cautious.transform(third.x, options)).not.toEqual(await mapped.transform(third.x, options));
  expect(await cautious.transform(reference.x, plainly)).toEqual(before);
  const { networks } = engineOf(cautious as never).life.fitted!.assembly;
  const [scale] = networks['batchMaps']!.variables;
  expect([...scale!.dataSync()]).toEqual(Array.from({ length: 16 }, () => 1));
});

test('progress counts all steps; an abort and an error leave nothing', async () => {
  const start = tensors();
  const steps: number[] = [];
  const stop = new AbortController();
  const aborted = model.extend(third.x, third.batch, {
    signal: stop.signal,
    onProgress: (done, all) => {
      expect(all).toBe(400);
      if (steps.push(done) === 5) stop.abort();
    },
  });
  await expect(aborted).rejects.toThrow(/abort/i);
  expect(steps).toEqual([1, 2, 3, 4, 5]);
  expect(tensors()).toBe(start);
  const failing = model.extend(third.x, third.batch, {
    onProgress: () => {
      throw new RangeError('mine');
    },
  });
  await expect(failing).rejects.toThrow('mine');
  expect(tensors()).toBe(start);
});

test('an extended model owns its tensors', async () => {
  const start = tensors();
  const other = await model.extend(third.x, third.batch);
  expect(tensors()).toBeGreaterThan(start);
  other.dispose();
  expect(tensors()).toBe(start);
  expect((await model.transform(reference.x, plainly)).bio).toEqual(before.bio);
});

describe('refuses', () => {
  test('batches that it has, columns that it lacks, options that it does not know', async () => {
    await expect(model.extend(reference.x, reference.batch)).rejects.toThrow(
      /expected batches that the model doesn't have \(batch 0, batch 1\), received 'batch 0', 'batch 1'/,
    );
    await expect(mapped.extend(third.x, third.batch)).rejects.toThrow(/received 'batch 2'/);
    await expect(model.extend(third.x, ['a'])).rejects.toThrow(/one per cell of x/);
    await expect(model.extend(third.x, {})).rejects.toThrow(/expected the batch of each cell/);
    await expect(model.extend(third.x, third.batch, { fom: 1 } as object)).rejects.toThrow(
      /unknown option 'fom'/,
    );
    await expect(model.extend(third.x, third.batch, { form: 'bold' as never })).rejects.toThrow(/'aligned'/);
    const one = { x: selectRows(third.x, [0]), batch: ['alone'] };
    await expect(model.extend(one.x, one.batch)).rejects.toThrow(/'alone': expected at least 2 cells/);
  });

  test('before fit, without a first norm, and on a decoder that cannot grow', async () => {
    using unfit = new DisentangledAE(small);
    await expect(unfit.extend(third.x, third.batch)).rejects.toThrow(/isn't fitted/);
    using bare = new DisentangledAE({ ...small, encoder: { hidden: [8], norm: 'layer' } });
    await bare.fit(reference.x, reference.batch, { ...quick, epochs: 1 });
    await expect(bare.extend(third.x, third.batch)).rejects.toThrow(/no batch norm in its first layer/);
    const decoder = createDecoder({ latent: 18, batches: 2, genes: 40 });
    using fixed = await new DisentangledAE({ ...small, decoder }).fit(reference.x, reference.batch, {
      ...quick,
      epochs: 1,
    });
    await expect(fixed.extend(third.x, third.batch)).rejects.toThrow(/a function that makes the decoder/);
    tf.dispose([...decoder.variables]);
  });

  test('a model that was loaded without its terms', async () => {
    const terms = [{ name: 'size', loss: ({ output }: ForwardPass) => output.square().mean().asScalar() }];
    const few = { ...quick, epochs: 1 };
    using own = await new DisentangledAE({ ...small, terms }).fit(reference.x, reference.batch, few);
    using bare = await DisentangledAE.load(await own.save());
    await expect(bare.extend(third.x, third.batch)).rejects.toThrow(
      /loaded without terms, which the new model/,
    );
  });

  test('systems whose encoder serves single batches, or has another norm', async () => {
    const { x, batch, type } = reference;
    const counts = { data: x.data.map((value) => Math.round(10 * value)), shape: x.shape };
    using drvi = await new Drvi({ latent: 2, encoder: [4], decoder: [4] }).fit(
      counts,
      { batch },
      { epochs: 1 },
    );
    await expect(drvi.extend(third.x, third.batch)).rejects.toThrow(/the encoder of Drvi isn't one for all/);
    const made = new Biolord({ attributes: { type: 'categories' }, unknown: 2, decoder: [4], encoder: [4] });
    using biolord = await made.fit(counts, { batch, type }, { epochs: 1 });
    await expect(biolord.extend(third.x, third.batch)).rejects.toThrow(/the encoder of Biolord/);
    const facts = new ScDisInFact<string>({ conditions: ['type'], hidden: 4 });
    using factors = await facts.fit(counts, { batch, type }, { epochs: 1 });
    await expect(factors.extend(third.x, third.batch)).rejects.toThrow(/the encoder of ScDisInFact/);
  });
});

describe('other systems with one encoder and a batch norm', () => {
  test('Scidrl', async () => {
    using scidrl = await new Scidrl({ hidden: 16, seed: 1 }).fit(
      reference.x,
      { batch: reference.batch },
      { ...quick, epochs: 5 },
    );
    using more = await scidrl.extend(third.x, third.batch);
    const latents = await scidrl.transform(reference.x, {}, plainly);
    expect(await more.transform(reference.x, {}, plainly)).toEqual(latents);
    expect(await more.transform(reference.x, { batch: reference.batch }, plainly)).toEqual(latents);
    const { bio } = await more.transform(third.x, { batch: third.batch }, plainly);
    expect(bio).not.toEqual((await scidrl.transform(third.x, {}, plainly)).bio);
    using again = await Scidrl.load(await more.save());
    expect((await again.transform(third.x, { batch: third.batch }, plainly)).bio).toEqual(bio);
    const corrected = await again.correct(third.x, { batch: third.batch, ...plainly });
    expect(corrected).not.toEqual(await again.correct(third.x, plainly));
    await expect(scidrl.extend(third.x, third.batch, { form: 'cautious' })).rejects.toThrow(
      /expected 'aligned' for Scidrl/,
    );
  });

  test('MichiGan', async () => {
    const layers = {
      encoder: { hidden: [8] },
      decoder: { hidden: [8] },
      generator: { hidden: [8] },
      critic: { hidden: [8] },
    };
    using michigan = await new MichiGan({ latent: 3, noise: 4, layers, seed: 1 }).fit(
      reference.x,
      { batch: reference.batch },
      { ...quick, epochs: 2 },
    );
    using more = await michigan.extend(third.x, third.batch);
    expect(await more.transform(reference.x, {}, plainly)).toEqual(
      await michigan.transform(reference.x, {}, plainly),
    );
    expect(await more.transform(third.x, { batch: third.batch }, plainly)).not.toEqual(
      await michigan.transform(third.x, {}, plainly),
    );
  });
});
