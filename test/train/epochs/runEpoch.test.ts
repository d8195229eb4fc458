import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { forward } from '../../../src/autoencoder/forward.js';
import { batchClassifier } from '../../../src/autoencoder/terms/batchClassifier.js';
import type { ForwardPass, LossTerm } from '../../../src/autoencoder/terms/forwardPass.js';
import { reconstruction } from '../../../src/autoencoder/terms/reconstruction.js';
import { runEpoch } from '../../../src/train/epochs/runEpoch.js';
import type { TrainingSet } from '../../../src/train/minibatch.js';
import { adam } from '../../../src/train/optimizers/adam.js';
import { createPhase, type Phase, type PhaseParts } from '../../../src/train/phase.js';
import type { Run } from '../../../src/train/run.js';
import { eagerStepper } from '../../../src/train/steppers/eagerStepper.js';
import type { BoundTerm } from '../../../src/train/term.js';
import { type Bench, benchOf } from '../../autoencoder/terms/termFixture.js';
import { onBackends } from '../../helpers/backends.js';
import { syntheticCells } from '../../helpers/cells.js';

const { x, batch } = syntheticCells({ cells: 60, genes: 6, batches: 3 });
const codes = Int32Array.from(batch, (name) => Number(name.split(' ')[1]));
const set: TrainingSet = { x, batch: { categories: ['0', '1', '2'], codes } };
const rows = Int32Array.from({ length: 60 }, (_, i) => i);
// Six steps per epoch.
const plan = { epochs: 2, batchSize: 10, dropLast: true, validation: 0 };
const options = { preset: 'plain' as const, latent: { bio: 3, nio: 2 }, noise: 0 };

/** Trainable values of some variables. */
const valuesOf = (variables: readonly tf.Variable[]): number[][] =>
  variables.filter(({ trainable }) => trainable).map((variable) => [...variable.dataSync()]);
const ofAutoencoder = ({ assembly: { model } }: Bench) => [
  ...model.encoder.variables,
  ...model.decoder.variables,
];

function phaseOf(
  { assembly: { model } }: Bench,
  name: string,
  terms: readonly BoundTerm<ForwardPass>[],
  owned: tf.Variable[],
  every: number,
): Phase {
  const pass: PhaseParts<ForwardPass>['forward'] = (minibatch, step) => forward(model, minibatch, step);
  const variables = owned.filter(({ trainable }) => trainable);
  const optimizer = adam(variables, { learningRate: 0.01 });
  return createPhase({ name, forward: pass, terms, variables, optimizer, every });
}

/** An autoencoder with two phases: itself at every step, a classifier of batches at every second step. */
function twoPlayers(every = 2): { bench: Bench; run: Run; classifier: readonly tf.Variable[] } {
  const bench = benchOf([reconstruction({ measure: 'squared' }), batchClassifier({ hidden: [4] })], options);
  const [own, critic] = bench.run.phases[0]!.terms as unknown as BoundTerm<ForwardPass>[];
  const classifier = critic!.networks.flatMap(({ variables }) => [...variables]);
  const phases = [
    phaseOf(bench, 'model', [own!], ofAutoencoder(bench), 1),
    phaseOf(bench, 'critic', [critic!], [...classifier], every),
  ];
  return { bench, run: { ...bench.run, phases }, classifier };
}

function disposeAll({ bench, run }: { bench: Bench; run: Run }): void {
  for (const { optimizer } of run.phases) optimizer.dispose();
  bench.dispose();
}

const stepsOf = async ({ optimizer }: Phase): Promise<number> => (await optimizer.state()).counts[0]!;

onBackends('phases', () => {
  test('run at every n-th step, each moving its own variables, and leave no tensor', async () => {
    const before = tf.memory().numTensors;
    const players = twoPlayers();
    const { bench, run, classifier } = players;
    const alone = benchOf([reconstruction({ measure: 'squared' })], options);
    const terms = alone.run.phases[0]!.terms as unknown as BoundTerm<ForwardPass>[];
    const run1: Run = { ...alone.run, phases: [phaseOf(alone, 'model', terms, ofAutoencoder(alone), 1)] };
    const [start, untrained] = [valuesOf(classifier), valuesOf(ofAutoencoder(bench))];
    const during = tf.memory().numTensors;
    const { record } = await runEpoch(run, eagerStepper(run, set), rows, plan);
    expect(tf.memory().numTensors).toBe(during);
    await runEpoch(run1, eagerStepper(run1, set), rows, plan);
    expect(await stepsOf(run.phases[0]!)).toBe(6);
    expect(await stepsOf(run.phases[1]!)).toBe(3);
    expect(valuesOf(classifier)).not.toEqual(start);
    expect(valuesOf(ofAutoencoder(bench))).not.toEqual(untrained);
    // The critic's gradient moves its own variables only.
    expect(valuesOf(ofAutoencoder(bench))).toEqual(valuesOf(ofAutoencoder(alone)));
    expect(Object.keys(record.terms)).toEqual(['reconstruction', 'batchClassifier']);
    expect(record.total).toBeCloseTo(record.terms['reconstruction']! + record.terms['batchClassifier']!, 4);
    disposeAll(players);
    disposeAll({ bench: alone, run: run1 });
    expect(tf.memory().numTensors).toBe(before);
  });
});

onBackends('runEpoch', () => {
  test('a phase that does not run in an epoch is absent from its record', async () => {
    const players = twoPlayers(100);
    players.run.epoch = 1;
    const { record } = await runEpoch(players.run, eagerStepper(players.run, set), rows, plan);
    expect(Object.keys(record.terms)).toEqual(['reconstruction']);
    disposeAll(players);
  });

  test('shuffles by its stream, counts steps over the whole run, sees every cell once', async () => {
    const seen: { step: number; steps: number; sums: number[] }[] = [];
    const spy: LossTerm = {
      name: 'spy',
      loss: ({ progress: { step, steps }, x: cells }) => {
        seen.push({ step, steps, sums: [...cells.sum(1).dataSync()] });
        return tf.scalar(0);
      },
    };
    const bench = benchOf([reconstruction({ measure: 'squared' }), spy], options);
    const { progress } = await runEpoch(bench.run, eagerStepper(bench.run, set), rows, plan);
    bench.run.epoch = 1;
    await runEpoch(bench.run, eagerStepper(bench.run, set), rows, plan);
    expect(seen.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(seen.every(({ steps }) => steps === 12)).toBe(true);
    expect(progress).toEqual({ epoch: 0, epochs: 2, step: 5, steps: 12 });
    const epoch = (from: number) => seen.slice(from, from + 6).flatMap(({ sums }) => sums);
    const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
    expect(epoch(0)).not.toEqual(epoch(6));
    expect(sorted(epoch(0))).toEqual(sorted(epoch(6)));
    bench.dispose();
  });

  test('a weight that is 0 for some steps: the record holds the mean of the others', async () => {
    const weight = ({ step }: { step: number }) => (step < 4 ? 0 : 1);
    const late: LossTerm = { name: 'late', weight, loss: ({ progress }) => tf.scalar(progress.step) };
    const never: LossTerm = { name: 'never', weight: 0, loss: () => tf.scalar(1) };
    const bench = benchOf([reconstruction({ measure: 'squared' }), late, never], options);
    const { record } = await runEpoch(bench.run, eagerStepper(bench.run, set), rows, plan);
    expect(record.terms['late']).toBe(4.5);
    expect(record.terms['never']).toBeNaN();
    expect(record.weights).toEqual({ reconstruction: 1, late: 1, never: 0 });
    bench.dispose();
  });

  test('a step at which every weight is 0 moves nothing and is no fault', async () => {
    const weight = ({ step }: { step: number }) => (step < 6 ? 0 : 1);
    const bench = benchOf([reconstruction({ measure: 'squared', weight })], options);
    const before = valuesOf(ofAutoencoder(bench));
    const { record } = await runEpoch(bench.run, eagerStepper(bench.run, set), rows, plan);
    expect(record.total).toBe(0);
    expect(record.terms['reconstruction']).toBeNaN();
    expect(valuesOf(ofAutoencoder(bench))).toEqual(before);
    bench.run.epoch = 1;
    const second = await runEpoch(bench.run, eagerStepper(bench.run, set), rows, plan);
    expect(second.record.total).toBeGreaterThan(0);
    expect(valuesOf(ofAutoencoder(bench))).not.toEqual(before);
    bench.dispose();
  });

  test('a loss that is not finite names its term, not one whose weight is 0 at that step', async () => {
    const weight = ({ step }: { step: number }) => step;
    const rising: LossTerm = { name: 'rising', weight, loss: ({ output }) => output.mean() };
    const bad: LossTerm = {
      name: 'bad',
      loss: ({ output, progress }) => output.mean().mul(progress.step ? 1 : Number.NaN),
    };
    const bench = benchOf([reconstruction({ measure: 'squared' }), rising, bad], options);
    const before = tf.memory().numTensors;
    await expect(runEpoch(bench.run, eagerStepper(bench.run, set), rows, plan)).rejects.toThrow(
      "fit: term 'bad' became NaN at step 0 of epoch 0.",
    );
    expect(tf.memory().numTensors).toBe(before);
    bench.dispose();
  });

  test("uses the minibatches of the run's sampler; none at all throws a clear error", async () => {
    const bench = benchOf([reconstruction({ measure: 'squared' })], options);
    const seen: number[][] = [];
    const stepper = {
      ...eagerStepper(bench.run, set),
      step: async (_: number, part: Int32Array) => Float32Array.of(seen.push([...part]), 0),
    };
    const run: Run = { ...bench.run, sampler: (all) => [all.slice(3, 5), all.slice(0, 2)] };
    await runEpoch(run, stepper, rows, plan);
    expect(seen).toEqual([
      [3, 4],
      [0, 1],
    ]);
    await expect(runEpoch({ ...run, sampler: () => [] }, stepper, rows, plan)).rejects.toThrow(
      /at least one minibatch per epoch, received none of 60 cells/,
    );
    bench.dispose();
  });

  test('an abort throws the reason and leaves no tensor', async () => {
    const controller = new AbortController();
    const stop: LossTerm = {
      name: 'stop',
      loss: ({ progress }) => {
        if (progress.step === 2) controller.abort(new Error('enough'));
        return tf.scalar(0);
      },
    };
    const bench = benchOf([reconstruction({ measure: 'squared' }), stop], options);
    const before = tf.memory().numTensors;
    await expect(
      runEpoch(bench.run, eagerStepper(bench.run, set), rows, plan, { signal: controller.signal }),
    ).rejects.toThrow('enough');
    // The moments exist from the start; nothing else is made.
    expect(tf.memory().numTensors).toBe(before);
    bench.dispose();
  });
});
