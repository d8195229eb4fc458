import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { withGradient } from '../../src/tensor/withGradient.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';

// x·y with a gradient that differs from the true one: 10 dy·y and 100 dy·x.
function product(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return withGradient([x, y], (save, x, y) => {
    save([x, y]);
    return {
      value: x.mul(y),
      gradient: (dy, [x, y]) => [dy.mul(y!).mul(10), dy.mul(x!).mul(100)],
    };
  });
}

onBackends('withGradient', () => {
  it('uses the given gradient, input by input, and leaves no tensors', () => {
    withoutLeak(() => {
      const [x, y] = [tf.scalar(3), tf.scalar(5)];
      const grads = tf.grads((x, y) => product(x!, y!).mul(2))([x, y]);
      expect(grads.map((g) => g.dataSync()[0])).toEqual([100, 600]);
      tf.dispose([x, y, grads]);
    });
  });

  it('adds both parts if one tensor is given twice', () => {
    withoutLeak(() => {
      const x = tf.scalar(3);
      const grad = tf.grad((x) => product(x, x))(x);
      expect(grad.dataSync()[0]).toBe(330);
      tf.dispose([x, grad]);
    });
  });
});
