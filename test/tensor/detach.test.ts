import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { detach } from '../../src/tensor/detach.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';

onBackends('detach', () => {
  test('keeps the values and stops the gradient', () => {
    const { value, gradient } = withoutLeak(() =>
      tf.tidy(() => {
        const at = tf.tensor1d([2, 3]);
        const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => x.mul(detach(x.square())).sum())(at);
        return { value: value.dataSync()[0], gradient: [...grad.dataSync()] };
      }),
    );
    expect(value).toBe(35);
    expect(gradient).toEqual([4, 9]); // x² alone, not 3x²
  });

  test('computes no gradient of earlier operations', () => {
    let backwards = 0;
    const counted = tf.customGrad((x) => ({
      value: (x as tf.Tensor).clone(),
      gradFunc: (dy: tf.Tensor) => {
        backwards++;
        return dy;
      },
    }));
    tf.tidy(() => tf.grad((x: tf.Tensor) => x.add(detach(counted(x))).sum())(tf.tensor1d([1, 2])));
    expect(backwards).toBe(0);
  });

  test('a variable moves, its detached copy stays', () => {
    withoutLeak(() =>
      tf.tidy(() => {
        const variable = tf.variable(tf.tensor1d([1, 2]));
        const copy = detach(variable as tf.Tensor);
        variable.assign(tf.tensor1d([5, 6]));
        expect([...copy.dataSync()]).toEqual([1, 2]);
        variable.dispose();
      }),
    );
  });
});
