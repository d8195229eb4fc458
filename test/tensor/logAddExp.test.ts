import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { logAddExp } from '../../src/tensor/logAddExp.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { sample } from '../losses/samples.js';

const PAIRS: [number, number, number][] = [
  [0, 0, Math.log(2)],
  [1, -1, Math.log(Math.exp(1) + Math.exp(-1))],
  [1e4, 1e4, 1e4 + Math.log(2)],
  [-1e6, 0, 0],
  [3, -1e6, 3],
];

onBackends('logAddExp', () => {
  it.each(PAIRS)('of %d and %d', (a, b, expected) => {
    const [value, swapped] = [
      [a, b],
      [b, a],
    ].map(([p, q]) =>
      withoutLeak(() => tf.tidy(() => logAddExp(tf.scalar(p!), tf.scalar(q!)).dataSync()[0]!)),
    );
    expect(Math.abs(value! - expected)).toBeLessThan(1e-7 * (1 + Math.abs(expected)));
    expect(swapped).toBe(value);
  });

  it('has the gradient of its value, even if both are equal', () => {
    const other = sample(4, 3, 2);
    expectGradient((a) => logAddExp(a, tf.tensor2d(other)).square().mean(), sample(4, 3, 1));
    expectGradient((b) => logAddExp(tf.tensor2d(other), b).square().mean(), sample(4, 3, 1));
    const at = tf.scalar(2);
    const grads = tf.grads((a, b) => logAddExp(a!, b!))([at, at.clone()]);
    expect(grads.map((grad) => grad.dataSync()[0])).toEqual([0.5, 0.5]);
  });
});
