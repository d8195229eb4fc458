import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { adam } from '../../../src/train/optimizers/adam.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import reference from '../../reference/adam.json' with { type: 'json' };

const shape = reference.shape as [number, number];
const progressAt = (step: number) => ({ epoch: 0, epochs: 1, step, steps: 5 });
const variable = (values: number[], of: number[] = [values.length]): tf.Variable =>
  tf.tidy(() => tf.variable(tf.tensor(values, of)));

type Run = (typeof reference.runs)[number];
const optionsOf = ({ learningRates, beta1, beta2, epsilon }: Run) => ({
  learningRate: ({ step }: { step: number }) => learningRates[step]!,
  beta1,
  beta2,
  epsilon,
});

onBackends('adam', () => {
  test.each(reference.runs)(
    'follows PyTorch, with the learning rate of each step (epsilon $epsilon)',
    (run) => {
      withoutLeak(() => {
        const w = variable(run.start, shape);
        const optimizer = adam([w], optionsOf(run));
        run.steps.forEach(({ gradient, weight }, step) => {
          tf.tidy(() => optimizer.step([tf.tensor(gradient, shape)], progressAt(step)));
          expect(relativeDistance(w.dataSync(), weight)).toBeLessThan(1e-6);
          expect(optimizer.learningRate(progressAt(step))).toBe(run.learningRates[step]);
        });
        optimizer.dispose();
        w.dispose();
      });
    },
  );

  test('a variable without a gradient stays, keeps its moments, and is not counted', () => {
    const run = reference.runs[0]!;
    const [w, other] = [variable(run.start, shape), variable(run.start, shape)];
    const optimizer = adam([other, w], optionsOf(run));
    run.steps.forEach(({ gradient, weight }, step) => {
      const before = w.dataSync().slice();
      tf.tidy(() => optimizer.step([tf.tensor(gradient, shape), null], progressAt(step)));
      expect(w.dataSync()).toEqual(before);
      // Its own first to fifth step, regardless of the other variable's steps in between.
      tf.tidy(() => optimizer.step([null, tf.tensor(gradient, shape)], progressAt(step)));
      expect(relativeDistance(w.dataSync(), weight)).toBeLessThan(1e-6);
      expect(other.dataSync()).toEqual(w.dataSync());
    });
    optimizer.dispose();
    tf.dispose([w, other]);
  });

  test('several with the same map of moments act as one Adam', () => {
    withoutLeak(() => {
      const run = reference.runs[0]!;
      const w = variable(run.start, shape);
      const known = new Map();
      const both = [adam([w], optionsOf(run), known), adam([w], optionsOf(run), known)];
      run.steps.forEach(({ gradient, weight }, step) => {
        tf.tidy(() => both[step % 2]!.step([tf.tensor(gradient, shape)], progressAt(step)));
        expect(relativeDistance(w.dataSync(), weight)).toBeLessThan(1e-6);
      });
      for (const optimizer of both) optimizer.dispose();
      w.dispose();
    });
  });

  test('continues from its state as if it had never stopped, and leaves that state unchanged', async () => {
    const run = reference.runs[1]!;
    const step = (optimizer: ReturnType<typeof adam>, i: number) =>
      tf.tidy(() => optimizer.step([tf.tensor(run.steps[i]!.gradient, shape)], progressAt(i)));
    const w = variable(run.start, shape);
    const optimizer = adam([w], optionsOf(run));
    step(optimizer, 0);
    step(optimizer, 1);
    const [state, values] = [await optimizer.state(), w.dataSync().slice()];
    const saved = JSON.stringify(state);
    expect(state.counts).toEqual([2]);
    step(optimizer, 2);
    step(optimizer, 3);
    const end = w.dataSync().slice();
    expect(JSON.stringify(state)).toBe(saved);
    // In the same optimizer, and in a new one.
    for (const restored of [optimizer, adam([w], optionsOf(run))]) {
      tf.tidy(() => w.assign(tf.tensor(values.slice(), shape)));
      await restored.restore(state);
      step(restored, 2);
      step(restored, 3);
      expect(w.dataSync()).toEqual(end);
      restored.dispose();
    }
    w.dispose();
  });
});

test.each<[object, RegExp]>([
  [{ learningRate: -1 }, /optimizer\.learningRate: .*received -1/],
  [{ learningRate: Number.NaN }, /optimizer\.learningRate: expected a finite number/],
  [{ beta1: 1 }, /optimizer\.beta1: .*received 1/],
  [{ beta2: 1.5 }, /optimizer\.beta2: .*received 1\.5/],
  [{ epsilon: -1e-8 }, /optimizer\.epsilon: .*received -1e-8/],
  [{ lr: 1e-3 }, /optimizer: .*unknown option 'lr'/],
])('refuses %o', (options, message) => {
  expect(() => adam([], options)).toThrow(message);
});
