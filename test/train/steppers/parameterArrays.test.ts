import * as tf from '@tensorflow/tfjs';
import { afterEach, expect, test } from 'vitest';
import { createRng } from '../../../src/random/rng.js';
import { adam } from '../../../src/train/optimizers/adam.js';
import type { AdamMoments, Optimizer } from '../../../src/train/optimizers/optimizer.js';
import { wrapOptimizer } from '../../../src/train/optimizers/wrapOptimizer.js';
import type { Phase } from '../../../src/train/phase.js';
import { capture, type Run, restore, type Snapshot } from '../../../src/train/run.js';
import { createParameterArrays, type ParameterArrays } from '../../../src/train/steppers/parameterArrays.js';
import { sameBits } from '../../helpers/sameBits.js';

// Two variables large enough for a second thread, one of which goes there, and two that are not.
const sizes = [450_000, 450_000, 300, 5];
const rng = createRng('parameterArrays');
const drawn = (length: number): Float32Array => Float32Array.from({ length }, () => rng.next() - 0.5);

let variables: tf.Variable[] = [];
let optimizers: Optimizer[] = [];
afterEach(() => {
  for (const optimizer of optimizers) optimizer.dispose();
  tf.dispose(variables);
});

/** A run of phases that move some of the variables each. */
function runOf(phases: number[][], optimizerOf: (own: tf.Variable[]) => Optimizer): Run {
  variables = sizes.map((size) => tf.tidy(() => tf.variable(tf.tensor(drawn(size)))));
  const made = phases.map((which): Partial<Phase> => {
    const own = which.map((i) => variables[i]!);
    return { terms: [], variables: own, optimizer: optimizerOf(own) };
  });
  optimizers = made.map(({ optimizer }) => optimizer!);
  const streams = { shuffle: createRng(1), noise: createRng(2) };
  return { model: { networks: [{ variables }] }, phases: made, streams, epoch: 0 } as unknown as Run;
}

type Gradients = Float32Array[][];
const gradientsOf = (run: Run, steps: number): Gradients[] =>
  Array.from({ length: steps }, () =>
    run.phases.map(({ variables: own }) => own.map(({ size }) => drawn(size))),
  );

async function step(arrays: ParameterArrays, gradients: Gradients, skipped?: number): Promise<void> {
  for (const [phase, own] of gradients.entries()) {
    await arrays.settled();
    arrays.phases[phase]!.gradients.forEach((array, i) => {
      array.set(own[i]!);
    });
    arrays.adamStep(
      phase,
      1e-2,
      own.map((_, i) => i !== skipped),
    );
  }
}

async function train(run: Run, from: Snapshot, steps: Gradients[], threads: boolean): Promise<Snapshot> {
  await restore(run, from, 0);
  const arrays = createParameterArrays(run, { threads });
  arrays.load(from);
  for (const [i, gradients] of steps.entries()) await step(arrays, gradients, i === 1 ? 0 : undefined);
  await arrays.store();
  await arrays.dispose();
  return capture(run);
}

const known = new Map<tf.Variable, AdamMoments>();
const cases: [string, number[][], (own: tf.Variable[]) => Optimizer][] = [
  ['one phase', [[0, 1, 2, 3]], (own) => adam(own)],
  [
    'phases with an Adam each',
    [
      [0, 2],
      [1, 0, 3],
    ],
    (own) => adam(own),
  ],
  ['phases that share theirs', [[0, 2], [1, 3], [0]], (own) => adam(own, {}, known)],
];

test.each(cases)('%s: the same to the bit with a second thread and without', async (...[, phases, make]) => {
  known.clear();
  const run = runOf(phases, make);
  const start = await capture(run);
  const steps = gradientsOf(run, 4);
  const alone = await train(run, start, steps, false);
  expect(sameBits(alone, start)).toBe(false);
  expect(sameBits(await train(run, start, steps, true), alone)).toBe(true);
  const half = await train(run, start, steps.slice(0, 2), true);
  const [ends, alike] = [
    await train(run, half, steps.slice(2), true),
    await train(run, half, steps.slice(2), false),
  ];
  expect(sameBits(ends, alike)).toBe(true);
});

test('a second thread really moves one of the large variables, and what is assigned reaches it', async () => {
  const run = runOf([[0, 1, 2, 3]], (own) => adam(own));
  const arrays = createParameterArrays(run, { threads: true });
  arrays.load(await capture(run));
  const before = variables.map((variable) => arrays.of(variable));
  await step(arrays, gradientsOf(run, 1)[0]!);
  expect(before.map(({ length }) => length)).toEqual([0, ...sizes.slice(1)]);
  await arrays.settled();
  arrays.assign(variables[0]!, new Float32Array(sizes[0]!).fill(9));
  expect(arrays.of(variables[0]!)[7]).toBe(9);
  await step(arrays, gradientsOf(run, 1)[0]!);
  await arrays.settled();
  expect(Math.abs(arrays.of(variables[0]!)[7]! - 9)).toBeLessThan(0.02);
  await arrays.dispose();
});

test('another optimizer than Adam keeps everything here', async () => {
  const run = runOf([[0, 1]], (own) => wrapOptimizer(own, () => tf.train.sgd(0.1)));
  const arrays = createParameterArrays(run, { threads: true });
  arrays.load(await capture(run));
  arrays.assign(variables[0]!, new Float32Array(sizes[0]!).fill(3));
  await arrays.store();
  await arrays.dispose();
  expect(variables[0]!.dataSync()[5]).toBe(3);
});

test('a thread that has ended fails the next wait, once it is waited for', async () => {
  const run = runOf([[0, 1, 2, 3]], (own) => adam(own));
  const arrays = createParameterArrays(run, { threads: true });
  arrays.load(await capture(run));
  await arrays.dispose();
  await step(arrays, gradientsOf(run, 1)[0]!);
  await expect(arrays.settled()).rejects.toThrow(/thread .* has ended/);
});
