import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { wrapOptimizer } from '../../../src/train/optimizers/wrapOptimizer.js';
import { onBackends } from '../../helpers/backends.js';

const progress = { epoch: 0, epochs: 1, step: 0, steps: 1 };
const makers: [string, () => tf.Optimizer][] = [
  ['sgd', () => tf.train.sgd(0.1)],
  ['momentum', () => tf.train.momentum(0.1, 0.9)],
  ['adam', () => tf.train.adam(0.1)],
  ['rmsprop', () => tf.train.rmsprop(0.1)],
  ['adagrad', () => tf.train.adagrad(0.1)],
];
const variable = (values: number[]): tf.Variable => tf.tidy(() => tf.variable(tf.tensor1d(values)));
/** Gradients that differ from step to step; at every third step, the second variable gets none. */
const gradientsAt = (step: number): (tf.Tensor | null)[] => [
  tf.tensor1d([1, -step, 0.5]),
  step % 3 === 2 ? null : tf.tensor1d([step + 1, 2]),
];

onBackends('wrapOptimizer', () => {
  test.each(makers)('%s: steps, and goes on from its state as if it had never stopped', async (_, create) => {
    const before = tf.memory().numTensors;
    const variables = [variable([1, 2, 3]), variable([4, 5])];
    const optimizer = wrapOptimizer(variables, create);
    expect(optimizer.learningRate(progress)).toBeCloseTo(0.1, 6);
    const go = (one: typeof optimizer, from: number, to: number) => {
      for (let step = from; step < to; step++) tf.tidy(() => one.step(gradientsAt(step), progress));
      return variables.map((w) => [...w.dataSync()]);
    };
    const middle = go(optimizer, 0, 4);
    expect(middle[0]).not.toEqual([1, 2, 3]);
    const during = tf.memory().numTensors;
    const state = await optimizer.state();
    expect(tf.memory().numTensors).toBe(during);
    const end = go(optimizer, 4, 8);
    const again = wrapOptimizer(variables, create);
    for (const restored of [optimizer, again]) {
      tf.tidy(() => {
        for (const [i, w] of variables.entries()) w.assign(tf.tensor1d(middle[i]!));
      });
      await restored.restore(state);
      expect(go(restored, 4, 8)).toEqual(end);
    }
    optimizer.dispose();
    again.dispose();
    tf.dispose(variables);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('the slots follow the list of variables, whatever their names', async () => {
    const [older, newer] = [variable([1, 2, 3]), variable([4, 5])];
    const optimizer = wrapOptimizer([newer, older], () => tf.train.momentum(0.1, 0.9));
    tf.tidy(() => optimizer.step([tf.tensor1d([1, 2]), tf.tensor1d([3, 4, 5])], progress));
    const { tensors } = await optimizer.state();
    expect(tensors.map(({ data }) => [...data])).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    optimizer.dispose();
    tf.dispose([older, newer]);
  });
});
