import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { detach } from '../../src/tensor/detach.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { valueAndGradient } from '../helpers/gradient.js';

onBackends('detach', () => {
  it('keeps the values in a tensor of its own', () => {
    withoutLeak(() => {
      const x = tf.tensor2d([[1, -2]]);
      const same = detach(x);
      x.dispose();
      expect(Array.from(same.dataSync())).toEqual([1, -2]);
      same.dispose();
    });
  });

  it('stops the gradient of one factor and leaves the other', () => {
    const { value, gradient } = valueAndGradient((x) => detach(x).mul(x).sum(), [[3, 5]]);
    expect(value).toBe(34);
    expect(Array.from(gradient)).toEqual([3, 5]);
  });
});
