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

const sizes = [300, 4_500, 11, 5];
const rng = createRng('parameterArrays');
const drawn = (length: number): Float32Array => Float32Array.from({ length }, () => rng.next() - 0.5);

let variables: tf.Variable[] = [];
let optimizers: Optimizer[] = [];
afterEach(() => {
  for (const optimizer of optimizers) optimizer.dispose();
  tf.dispose(variables);
});

/** A run whose phases each move some of the variables. */
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

function step(arrays: ParameterArrays, gradients: Gradients, skipped?: number): void {
  for (const [phase, own] of gradients.entries()) {
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

/** Runs steps from a given one; the second step of all leaves out variable 0 of each phase. */
async function train(run: Run, from: Snapshot, steps: Gradients[], first = 0): Promise<Snapshot> {
  await restore(run, from, 0);
  const arrays = createParameterArrays(run);
  arrays.load(from);
  for (const [i, gradients] of steps.slice(first).entries())
    step(arrays, gradients, first + i === 1 ? 0 : undefined);
  await arrays.store();
  return capture(run);
}

/** The same steps, done by the optimizers themselves. */
async function trainInTfjs(run: Run, from: Snapshot, steps: Gradients[]): Promise<Snapshot> {
  await restore(run, from, 0);
  for (const [i, gradients] of steps.entries()) {
    for (const [phase, { variables: own, optimizer }] of run.phases.entries()) {
      const tensors = own.map(({ shape }, k) => {
        return i === 1 && k === 0 ? null : tf.tensor(gradients[phase]![k]!, shape);
      });
      optimizer.step(tensors, { epoch: 0, epochs: 1, step: i, steps: 4 });
      tf.dispose(tensors.filter((tensor) => tensor !== null));
    }
  }
  return capture(run);
}

const known = new Map<tf.Variable, AdamMoments>();
const cases: [string, number[][], (own: tf.Variable[]) => Optimizer][] = [
  ['one phase', [[0, 1, 2, 3]], (own) => adam(own, { learningRate: 1e-2 })],
  [
    'phases with an Adam each',
    [
      [0, 2],
      [1, 0, 3],
    ],
    (own) => adam(own, { learningRate: 1e-2 }),
  ],
  ['phases that share theirs', [[0, 2], [1, 3], [0]], (own) => adam(own, { learningRate: 1e-2 }, known)],
];

test.each(cases)(
  '%s: as the optimizers do it, and the same to the bit in two halves',
  async (...[, phases, make]) => {
    known.clear();
    const run = runOf(phases, make);
    const start = await capture(run);
    const steps = gradientsOf(run, 4);
    const whole = await train(run, start, steps);
    expect(sameBits(whole, start)).toBe(false);
    const half = await train(run, start, steps.slice(0, 2));
    expect(sameBits(await train(run, half, steps, 2), whole)).toBe(true);
    const expected = await trainInTfjs(run, start, steps);
    expect(whole.optimizers.map(({ counts }) => counts)).toEqual(
      expected.optimizers.map(({ counts }) => counts),
    );
    whole.variables.forEach((values, i) => {
      values.forEach((value, k) => {
        expect(Math.abs(value - expected.variables[i]![k]!)).toBeLessThan(1e-6);
      });
    });
  },
);

test('an optimizer other than Adam keeps its values', async () => {
  const run = runOf([[0, 1]], (own) => wrapOptimizer(own, () => tf.train.sgd(0.1)));
  const arrays = createParameterArrays(run);
  arrays.load(await capture(run));
  arrays.of(variables[0]!).fill(3);
  await arrays.store();
  expect(variables[0]!.dataSync()[5]).toBe(3);
});
