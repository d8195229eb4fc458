import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DisentangledAE } from '../../../src/autoencoder/DisentangledAE.js';
import type { LossTerm } from '../../../src/autoencoder/terms/forwardPass.js';
import { reconstruction } from '../../../src/autoencoder/terms/reconstruction.js';
import { onBackends } from '../../helpers/backends.js';
import { syntheticCells } from '../../helpers/cells.js';

const { x, batch } = syntheticCells({ cells: 60, genes: 6, batches: 3 });
const genes = ['A', 'B', 'C', 'D', 'E', 'F'];
const plan = { epochs: 3, batchSize: 10, genes, onWarning: () => {} } as const;
const shape = {
  preset: 'plain',
  input: 'asIs',
  latent: { bio: 3, nio: 2 },
  encoder: { hidden: [5] },
  decoder: { hidden: [5] },
  noise: 0,
} as const;

/** Cells with one value changed. */
function withValue(cell: number, gene: number, value: number): typeof x {
  const data = x.data.slice();
  data[cell * 6 + gene] = value;
  return { data, shape: x.shape };
}

const good: LossTerm = reconstruction({ measure: 'squared' });
const own = (name: string, loss: LossTerm['loss']): LossTerm => ({ name, loss });
/** 0 at cells whose first gene is 50. */
const zeroAtMarked: LossTerm['loss'] = ({ x: cells }) =>
  cells.slice([0, 0], [-1, 1]).sub(50).abs().min() as tf.Scalar;

/** A fault: the term that has it, the cells, what the message says, and which cell it names first. */
type Fault = [kind: string, term: LossTerm, cells: typeof x, says: RegExp, cell: number];

const faults: Fault[] = [
  [
    'overflow of a square',
    own('square', ({ x: cells }) => cells.square().mean()),
    withValue(17, 2, 1e20),
    /fit: term 'reconstruction' became Infinity, and so did 'square' at .* All terms did/,
    17,
  ],
  [
    'logarithm of 0',
    own('log', (pass) => pass.latent.bio.mean().mul(zeroAtMarked(pass, []).log()) as tf.Scalar),
    withValue(23, 0, 50),
    /fit: term 'log' became -?Infinity.*Its gradient isn't finite in encoder\/dense_\d\/\w+/s,
    23,
  ],
  [
    'a root at 0, whose gradient is NaN',
    own('root', (pass) => pass.latent.bio.square().mean().mul(zeroAtMarked(pass, [])).sqrt() as tf.Scalar),
    withValue(31, 0, 50),
    /fit: the gradient of term 'root' became (NaN|Infinity) in encoder\/dense_\d\/\w+( and \d+ more)? at step.*Its loss was finite, 0\.00/s,
    31,
  ],
  [
    'division by 0',
    own('ratio', (pass) => tf.div(1, zeroAtMarked(pass, [])) as tf.Scalar),
    withValue(8, 0, 50),
    /fit: term 'ratio' became Infinity/,
    8,
  ],
  [
    '0 / 0 in one batch only',
    own('share', (pass) => {
      const marked = zeroAtMarked(pass, []);
      return tf.div(marked, marked) as tf.Scalar;
    }),
    withValue(41, 0, 50),
    /fit: term 'share' became NaN/,
    41,
  ],
];

const rejection = async (fit: Promise<unknown>): Promise<Error & { code?: string }> =>
  fit.then(
    () => expect.unreachable('the fit went well'),
    (error: Error) => error,
  );

/** Kinds of faults in a term of one's own, at cells whose first gene is 50. */
const kinds: Record<string, LossTerm['loss']> = {
  log: (pass) => pass.latent.bio.mean().add(zeroAtMarked(pass, []).log()) as tf.Scalar,
  root: (pass) => pass.latent.bio.square().mean().mul(zeroAtMarked(pass, [])).sqrt() as tf.Scalar,
  ratio: (pass) => pass.latent.bio.mean().div(zeroAtMarked(pass, [])) as tf.Scalar,
  share: (pass) =>
    zeroAtMarked(pass, []).mul(pass.latent.bio.mean()).div(zeroAtMarked(pass, [])) as tf.Scalar,
};

const ways: [string, boolean][] = [
  ['eager', false],
  ['compiled', true],
];

onBackends('a fault', () => {
  test.each(
    ways.flatMap(([way, compile]) => faults.map((fault) => [way, fault[0], compile, fault] as const)),
  )('%s: %s is blamed on its term, its variable and its cell', async (_, __, compile, fault) => {
    const [, term, cells, says, cell] = fault;
    const before = tf.memory().numTensors;
    // Before and behind a term that is well, and beside one that is off.
    const off: LossTerm = { name: 'off', weight: 0, loss: () => tf.scalar(Number.NaN) };
    using model = new DisentangledAE({ ...shape, terms: [good, term, off] });
    const error = await rejection(model.fit(cells, batch, { ...plan, compile }));
    expect(error.message).toMatch(says);
    expect(error.message).toMatch(/at step \d of epoch 0\./);
    expect(error.message).toMatch(new RegExp(`values of its 10 cells: \\S+ in cell ${cell} \\(batch 'batch`));
    expect(error.message).toContain('No epoch was finished');
    expect(error.code).toBe('ZBIO_BAD_NUMBERS');
    expect(tf.memory().numTensors).toBe(before);
  });
});

onBackends('any fault', () => {
  test('wherever it is: the right term, the step that holds the cell, and the cell', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...Object.keys(kinds)),
      fc.nat(59),
      fc.boolean(),
      async (kind, cell, isFirst) => {
        const term = own(kind, kinds[kind]!);
        using model = new DisentangledAE({ ...shape, terms: isFirst ? [term, good] : [good, term] });
        const seen: number[] = [];
        const error = await rejection(
          model.fit(withValue(cell, 0, 50), batch, {
            ...plan,
            compile: false,
            onStep: ({ step }) => seen.push(step),
          }),
        );
        expect(error.message).toContain(`term '${kind}' became`);
        expect(error.message).toContain(`50 in cell ${cell} (`);
        // The steps before it were well; a gradient shows one step later, or at the end of the epoch.
        const step = Number(/at step (\d) of epoch 0/.exec(error.message)![1]);
        expect([step, step + 1]).toContain(seen.length);
      },
    );
    await fc.assert(property, { numRuns: 6, seed: 3 });
  });
});

/** A term whose loss or gradient goes wrong at one step, unless the learning rate has been lowered. */
const atStep = (step: number, loss: (mean: tf.Scalar) => tf.Scalar): LossTerm =>
  own('late', (pass) => {
    const mean = pass.latent.bio.square().mean() as tf.Scalar;
    return pass.progress.step === step ? loss(mean) : mean;
  });

/** A barrier that large steps jump over: behind it, the logarithm is that of a negative number. */
const wall: LossTerm = own(
  'wall',
  ({ latent }) => tf.sub(2, latent.bio.square().mean()).log().neg() as tf.Scalar,
);
const fast = { ...shape, terms: [good, wall], optimizer: { learningRate: 2 } };

onBackends('training', () => {
  test('the model is back at the last good epoch, usable, and resumes to the bit', async () => {
    const term = (bad: boolean): LossTerm =>
      atStep(bad ? 14 : -1, (mean) => mean.sub(mean).sqrt().add(mean) as tf.Scalar);
    const more = { ...plan, epochs: 4, compile: false } as const;
    using whole = await new DisentangledAE({ ...shape, terms: [good, term(false)] }).fit(x, batch, more);
    using model = new DisentangledAE({ ...shape, terms: [good, term(true)] });
    const error = await rejection(model.fit(x, batch, more));
    expect(error.message).toMatch(
      /the gradient of term 'late' became NaN in encoder\/.* at step 2 of epoch 2\./,
    );
    expect(error.message).toContain('The model is back at the end of epoch 1, usable and resumable.');
    expect(model.history).toHaveLength(2);
    using again = await DisentangledAE.load(await model.save(), { terms: [good, term(false)] });
    await again.fit(x, batch, { resume: true, compile: false });
    expect(await again.transform(x)).toEqual(await whole.transform(x));
  });

  test('retries: half the learning rate from the last good epoch on; the rest of the run keeps it', async () => {
    const warnings: string[] = [];
    const options = {
      ...plan,
      epochs: 6,
      compile: false,
      onWarning: (text: string) => warnings.push(text),
    } as const;
    using model = await new DisentangledAE(fast).fit(x, batch, { ...options, retries: 8 });
    const retries = warnings.filter((text) => /goes on from .* with half the learning rate/.test(text));
    expect(retries.length).toBeGreaterThan(0);
    expect(retries[0]).toMatch(/^fit: term 'wall' became NaN at step \d of epoch \d\..*\(retry 1 of 8\)\.$/);
    const rates = model.history.map(({ learningRates }) => learningRates['all']!);
    expect(rates.at(-1)).toBe(2 / 2 ** retries.length);
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    // From any epoch on, through a file, as without a break.
    using half = new DisentangledAE(fast);
    for await (const { epoch } of half.fitEpochs(x, batch, { ...options, retries: 8 }))
      if (epoch === 3) break;
    using resumed = await DisentangledAE.load(await half.save(), { terms: fast.terms });
    await resumed.fit(x, batch, { resume: true, compile: false, retries: 8, onWarning: () => {} });
    expect(await resumed.transform(x)).toEqual(await model.transform(x));
  });

  test('retries that are used up end the fit, with the number of them', async () => {
    const never = own('never', ({ latent }) => latent.bio.mean().mul(Number.NaN) as tf.Scalar);
    const before = tf.memory().numTensors;
    using model = new DisentangledAE({ ...shape, terms: [good, never] });
    const warnings: string[] = [];
    const error = await rejection(
      model.fit(x, batch, { ...plan, retries: 2, onWarning: (text) => warnings.push(text) }),
    );
    expect(warnings.filter((text) => text.includes('half'))).toHaveLength(2);
    expect(error.message).toMatch(
      /term 'never' became NaN .* Halving the learning rate 2 times didn't help\./s,
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([
    ['sgd', () => tf.train.sgd(0.1)],
    ['momentum', () => tf.train.momentum(0.1, 0.9)],
    ['adam of tfjs', () => tf.train.adam(0.1)],
  ] as const)('retries halve the rate of an optimizer of tfjs: %s', async (_, optimizer) => {
    const before = tf.memory().numTensors;
    let times = 0;
    const once = own('once', ({ latent, progress }) => {
      const isBad = progress.step === 8 && times++ < 2;
      return latent.bio.mean().mul(isBad ? Number.NaN : 1) as tf.Scalar;
    });
    const model = new DisentangledAE({ ...shape, terms: [good, once], optimizer });
    await model.fit(x, batch, { ...plan, compile: false, retries: 1 });
    expect(model.history.map(({ learningRates }) => learningRates['all'])).toEqual([0.1, 0.05, 0.05]);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a rate, a weight or a sum that goes wrong is named as such', async () => {
    const late =
      (value: number, usual: number) =>
      ({ step }: { step: number }) =>
        step < 7 ? usual : value;
    const messageOf = async (options: object): Promise<string> => {
      using model = new DisentangledAE({ ...shape, terms: [good], ...options });
      return (await rejection(model.fit(x, batch, { ...plan, compile: false }))).message;
    };
    expect(await messageOf({ optimizer: { learningRate: late(Number.NaN, 0.01) } })).toMatch(
      /the learning rate of phase 'all' became NaN at step 1 of epoch 1\..*Check its schedule\./s,
    );
    expect(await messageOf({ optimizer: { learningRate: late(1e39, 0.01) } })).toMatch(
      /(encoder|decoder)\/\w+\/\w+( and \d+ more)? became -?Infinity at step 1 of epoch 1\. Losses and gradients were finite/,
    );
    expect(await messageOf({ terms: [{ ...good, weight: late(Infinity, 1) }] })).toMatch(
      /the weight of term 'reconstruction' became Infinity at step 1 of epoch 1/,
    );
    const steep = own('steep', ({ latent }) => latent.bio.mean().mul(1e30) as tf.Scalar);
    expect(await messageOf({ terms: [good, steep] })).toMatch(
      /a moment of the optimizer for encoder\/dense_\d\/\w+ became infinite at step 0 of epoch 0/,
    );
  });

  test('held-out cells: the term and the cells', async () => {
    const bad = own(
      'bad',
      ({ latent, mode }) => latent.bio.mean().mul(mode.training ? 1 : Number.NaN) as tf.Scalar,
    );
    using model = new DisentangledAE({ ...shape, terms: [good, bad] });
    const error = await rejection(model.fit(x, batch, { ...plan, validation: 0.2 }));
    expect(error.message).toMatch(
      /fit: term 'bad' became NaN in held-out cells at the end of epoch 0\. Most extreme values of its \d+ cells: .* in cell/,
    );
  });

  test('a fault that does not come again is reported as it was found', async () => {
    let seen = false;
    const flaky = own('flaky', ({ latent, progress }) => {
      const isBad = progress.step === 8 && !seen;
      seen ||= isBad;
      return latent.bio.mean().mul(isBad ? Number.NaN : 1) as tf.Scalar;
    });
    using model = new DisentangledAE({ ...shape, terms: [good, flaky] });
    const { message } = await rejection(model.fit(x, batch, { ...plan, compile: false }));
    expect(message).toMatch(
      /term 'flaky' became NaN at step 2 of epoch 1\..*something in it differs from run to run/s,
    );
  });

  test('a loss that is huge, but finite, is warned of once', async () => {
    const huge = own('huge', ({ latent }) => latent.bio.square().mean().mul(0).add(1e18) as tf.Scalar);
    const warnings: string[] = [];
    using _ = await new DisentangledAE({ ...shape, terms: [good, huge] }).fit(x, batch, {
      ...plan,
      onWarning: (text) => warnings.push(text),
    });
    const said = warnings.filter((text) => text.includes("term 'huge' is 1.0e+18 at step 0 of epoch 0"));
    expect(said).toHaveLength(1);
  });
});
