import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { gradientReversal } from '../../src/nn/gradientReversal.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { valueAndGradient } from '../helpers/gradient.js';

onBackends('gradientReversal', () => {
  it('copies the values into a new tensor', () => {
    withoutLeak(() => {
      const x = tf.tensor2d([[1, -2]]);
      const same = gradientReversal(x, 1);
      x.dispose();
      expect(Array.from(same.dataSync())).toEqual([1, -2]);
      same.dispose();
    });
  });

  it('reverses the gradient, multiplied by a number', () => {
    const { value, gradient } = withoutLeak(() =>
      valueAndGradient((x) => gradientReversal(x, 0.5).square().sum(), [[3, -1]]),
    );
    expect(value).toBe(10);
    expect(Array.from(gradient)).toEqual([-3, 1]);
  });

  it('takes the factor as a tensor, which may change from step to step', () => {
    const factor = tf.variable(tf.scalar(2), false);
    const at = () =>
      valueAndGradient(
        (x) =>
          gradientReversal(x, factor as unknown as tf.Scalar)
            .square()
            .sum(),
        [[3]],
      );
    expect(at().gradient[0]).toBe(-12);
    tf.tidy(() => factor.assign(tf.scalar(0)));
    expect(at().gradient[0]).toBeCloseTo(0);
    factor.dispose();
  });

  it('sends no gradient into the factor', () => {
    const gradient = tf.tidy(
      () =>
        tf
          .grad((f) => gradientReversal(tf.scalar(3), f as tf.Scalar).square())(tf.scalar(2))
          .dataSync()[0],
    );
    expect(gradient).toBe(0);
  });
});
