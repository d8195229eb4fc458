import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { DisentangledAEOptions } from '../../../src/autoencoder/options.js';
import { adversary } from '../../../src/autoencoder/terms/adversary.js';
import { alignBatches } from '../../../src/autoencoder/terms/alignBatches.js';
import { batchClassifier } from '../../../src/autoencoder/terms/batchClassifier.js';
import { contrastive } from '../../../src/autoencoder/terms/contrastive.js';
import { crossGradientPenalty } from '../../../src/autoencoder/terms/crossGradientPenalty.js';
import { defaultTerms } from '../../../src/autoencoder/terms/defaultTerms.js';
import { disentangle } from '../../../src/autoencoder/terms/disentangle.js';
import type { LossTerm } from '../../../src/autoencoder/terms/forwardPass.js';
import { reconstruction } from '../../../src/autoencoder/terms/reconstruction.js';
import { inputNoise } from '../../../src/noise/inputNoise.js';
import { loadRuntime } from '../../../src/onnx/runtime.js';
import { UntraceableError } from '../../../src/onnx/untraceable.js';
import { linearSchedule } from '../../../src/schedules/linearSchedule.js';
import type { TrainingSet } from '../../../src/train/minibatch.js';
import { capture, type Run, restore, type Snapshot } from '../../../src/train/run.js';
import { compiledStepper } from '../../../src/train/steppers/compiledStepper.js';
import { eagerStepper } from '../../../src/train/steppers/eagerStepper.js';
import type { Stepper } from '../../../src/train/steppers/stepper.js';
import { benchOf } from '../../autoencoder/terms/termFixture.js';
import { onBackends } from '../../helpers/backends.js';
import { syntheticCells } from '../../helpers/cells.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { sameBits } from '../../helpers/sameBits.js';

const runtime = (await loadRuntime())!;
// One thread: these graphs are small, and other tests run at the same time.
const compiled = (run: Run, cells: TrainingSet): Stepper =>
  compiledStepper(run, cells, runtime, { threads: 1 });
const { x, batch, type } = syntheticCells({ cells: 60, genes: 6, batches: 3, types: 3 });
const coded = (names: string[]) => ({
  categories: ['0', '1', '2'],
  codes: Int32Array.from(names, (name) => Number(name.split(' ')[1])),
});
const set: TrainingSet = { x, batch: coded(batch) };
const labelled: TrainingSet = { ...set, covariates: { labels: coded(type) } };
const rows = (cells: number, from = 0) => Int32Array.from({ length: cells }, (_, i) => from + i);

/** The cells of each step, with incomplete minibatches in between. */
const minibatches = [rows(30), rows(30, 30), rows(17, 5), rows(30, 10)];

interface Trained {
  losses: number[][];
  after: Snapshot;
}

async function train(run: Run, from: Snapshot, stepper: Stepper, first = 0, last = 4): Promise<Trained> {
  await restore(run, from, 0);
  stepper.begin(from);
  const losses: number[][] = [];
  for (let step = first; step < last; step++) {
    const progress = { epoch: 4, epochs: 9, step: 40 + step, steps: 90 };
    for (const phase of run.phases.keys()) {
      const row = await stepper.step(phase, minibatches[step]!, progress);
      losses.push([...(row instanceof tf.Tensor ? row.dataSync() : row)]);
      if (row instanceof tf.Tensor) row.dispose();
    }
  }
  await stepper.end();
  await stepper.dispose();
  return { losses, after: await capture(run) };
}

const flat = (snapshot: Snapshot): number[] =>
  [
    ...snapshot.variables,
    ...snapshot.optimizers.flatMap(({ tensors }) => tensors.map(({ data }) => data)),
  ].flatMap((values) => [...values]);

/** Whether each loss was computed: terms of weight 0 aren't, and hold NaN. */
const computed = (losses: number[][]): boolean[] => losses.flat().map((loss) => !Number.isNaN(loss));
const inForce = (losses: number[][]): number[] => losses.flat().filter((loss) => !Number.isNaN(loss));

// An epsilon that isn't small compared with the gradients; else the first steps are the signs of rounding errors.
const optimizer = { learningRate: linearSchedule({ from: 1e-2, to: 1e-3 }), epsilon: 1e-3 };
const dropout = inputNoise({ dropout: linearSchedule({ from: 0.3, to: 0 }), gaussian: 0.1 });
const deterministic = {
  latent: { bio: { size: 3, distribution: 'deterministic' }, nio: 2 },
} as DisentangledAEOptions;

const cases: [string, () => LossTerm[], DisentangledAEOptions, TrainingSet][] = [
  ['the default', () => defaultTerms(), {}, set],
  [
    'mmd, scheduled dropout',
    () => [reconstruction(), disentangle({ measure: 'mmd' })],
    { noise: dropout },
    set,
  ],
  ['hsic, no noise', () => [reconstruction(), disentangle({ measure: 'hsic' })], { noise: 0 }, set],
  ['club', () => [reconstruction(), disentangle({ measure: 'mutualInformation' })], {}, set],
  ['gradient penalty', () => [reconstruction(), disentangle({ measure: 'gradientPenalty' })], {}, set],
  ['cross gradients', () => [reconstruction(), crossGradientPenalty()], {}, set],
  ['adversary', () => [reconstruction(), adversary({ factor: linearSchedule({ from: 0, to: 1 }) })], {}, set],
  ['alignment, labels', () => [reconstruction(), alignBatches(), contrastive()], {}, labelled],
  ['plain squares', () => [reconstruction({ measure: 'squared' }), batchClassifier()], deterministic, set],
];

onBackends('compiled steps', () => {
  test.each(cases)(
    '%s: losses, weights, moments and running statistics as uncompiled',
    async (...[, terms, more, cells]) => {
      const bench = benchOf(terms(), { optimizer, ...more });
      const start = await capture(bench.run);
      const before = tf.memory().numTensors;
      const eager = await train(bench.run, start, eagerStepper(bench.run, cells));
      const graph = await train(bench.run, start, compiled(bench.run, cells));
      expect(tf.memory().numTensors).toBe(before);
      expect(computed(graph.losses)).toEqual(computed(eager.losses));
      expect(relativeDistance(inForce(graph.losses), inForce(eager.losses))).toBeLessThan(1e-5);
      expect(relativeDistance(flat(graph.after), flat(eager.after))).toBeLessThan(1e-4);
      expect(graph.after.streams).toEqual(eager.after.streams);
      expect(graph.after.optimizers.map(({ counts }) => counts)).toEqual(
        eager.after.optimizers.map(({ counts }) => counts),
      );
      bench.dispose();
    },
  );
});

onBackends('a compiled run', () => {
  test('is the same to the bit each time, and in two halves', async () => {
    const bench = benchOf(defaultTerms());
    const { run } = bench;
    const start = await capture(run);
    const [first, second] = [
      await train(run, start, compiled(run, set)),
      await train(run, start, compiled(run, set)),
    ];
    expect(second).toEqual(first);
    const half = await train(run, start, compiled(run, set), 0, 2);
    expect((await train(run, half.after, compiled(run, set), 2)).after).toEqual(first.after);
    bench.dispose();
  });

  test('is the same wherever the cells lie', async () => {
    const bench = benchOf(defaultTerms());
    const start = await capture(bench.run);
    const shared = new Float32Array(new SharedArrayBuffer(x.data.byteLength));
    shared.set(x.data);
    const [genes, cells] = [x.shape[1], x.shape[0]];
    const part = new Float32Array([7, ...x.data]).subarray(1);
    const csr = {
      data: x.data,
      indices: Int32Array.from(x.data, (_, i) => i % genes),
      indptr: Int32Array.from({ length: cells + 1 }, (_, i) => i * genes),
      shape: x.shape,
    };
    const expected = await train(bench.run, start, compiled(bench.run, set));
    for (const other of [csr, { data: shared, shape: x.shape }, { data: part, shape: x.shape }]) {
      expect(await train(bench.run, start, compiled(bench.run, { ...set, x: other }))).toEqual(expected);
    }
    bench.dispose();
  });

  test('on several threads is the same to the bit each time', async () => {
    const bench = benchOf(defaultTerms(), {
      optimizer,
      encoder: { hidden: [700, 700] },
      decoder: { hidden: [700, 700] },
    });
    const { run } = bench;
    const start = await capture(run);
    const threaded = (): Stepper => compiledStepper(run, set, runtime, { threads: 2 });
    const first = await train(run, start, threaded());
    expect(sameBits((await train(run, start, threaded())).after, first.after)).toBe(true);
    const half = await train(run, start, threaded(), 0, 2);
    expect(sameBits((await train(run, half.after, threaded(), 2)).after, first.after)).toBe(true);
    const alone = await train(run, start, compiled(run, set));
    expect(relativeDistance(inForce(first.losses), inForce(alone.losses))).toBeLessThan(1e-5);
    bench.dispose();
  });

  test('resumes from an uncompiled run, and an uncompiled run from it', async () => {
    const bench = benchOf(defaultTerms(), { optimizer });
    const { run } = bench;
    const start = await capture(run);
    const whole = await train(run, start, eagerStepper(run, set));
    const steppers = [() => eagerStepper(run, set), () => compiled(run, set)];
    for (const [a, b] of [steppers, [...steppers].reverse()]) {
      const { after } = await train(run, start, a!(), 0, 2);
      const { after: end } = await train(run, after, b!(), 2);
      expect(relativeDistance(flat(end), flat(whole.after))).toBeLessThan(1e-4);
    }
    bench.dispose();
  });

  test.each([
    ['sgd', () => tf.train.sgd(0.01)],
    ['momentum', () => tf.train.momentum(0.01, 0.9)],
    ['rmsprop', () => tf.train.rmsprop(1e-3, 0.9, 0, 1e-3)],
  ])('lets an optimizer of tfjs move the variables: %s', async (_, make) => {
    const bench = benchOf(defaultTerms(), { optimizer: make });
    const start = await capture(bench.run);
    const eager = await train(bench.run, start, eagerStepper(bench.run, set));
    const graph = await train(bench.run, start, compiled(bench.run, set));
    expect(relativeDistance(flat(graph.after), flat(eager.after))).toBeLessThan(1e-4);
    bench.dispose();
  });

  test('terms that become active later are computed from then on', async () => {
    const weight = ({ step }: { step: number }) => (step < 42 ? 0 : 2);
    const bench = benchOf([reconstruction(), batchClassifier({ weight })], { optimizer });
    const start = await capture(bench.run);
    const { losses } = await train(bench.run, start, compiled(bench.run, set));
    expect(losses.map((row) => Number.isNaN(row[2]))).toEqual([true, true, false, false]);
    const eager = await train(bench.run, start, eagerStepper(bench.run, set));
    expect(relativeDistance(losses[3]!, eager.losses[3]!)).toBeLessThan(1e-5);
    bench.dispose();
  });

  test.each<[string, LossTerm['loss'], RegExp]>([
    ['reads values', ({ latent }) => tf.scalar(latent.bio.dataSync()[0]!), /term 'mine': .*value/],
    [
      'reads progress',
      ({ x, progress }) => x.mean().mul(progress.epoch) as tf.Scalar,
      /pass\.value\(schedule\)/,
    ],
    ['draws numbers', ({ x, mode }) => x.mean().mul(mode.rng.next()) as tf.Scalar, /normalTensor/],
    ['draws by tfjs', ({ x }) => x.mul(tf.randomNormal(x.shape)).mean() as tf.Scalar, /random/],
  ])('refuses a term that %s, before anything has moved', async (_, loss, message) => {
    const bench = benchOf([reconstruction(), { name: 'mine', loss }]);
    const start = await capture(bench.run);
    const before = tf.memory().numTensors;
    const refused = train(bench.run, start, compiled(bench.run, set));
    await expect(refused).rejects.toThrow(UntraceableError);
    await expect(refused).rejects.toThrow(message);
    expect(await capture(bench.run)).toEqual(start);
    expect(tf.memory().numTensors).toBe(before);
    bench.dispose();
  });
});
