import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { doubleCentred } from '../../src/tensor/doubleCentred.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { expectGradient, relativeDistance } from '../helpers/gradient.js';
import { sample } from '../losses/samples.js';

const K = sample(5, 5, 1, { shift: 2 });

onBackends('doubleCentred', () => {
  it('is HKH, H = I - 1/n', () => {
    withoutLeak(() => {
      const [found, expected] = tf.tidy(() => {
        const [k, h] = [tf.tensor2d(K), tf.eye(5).sub(0.2) as tf.Tensor2D];
        return [doubleCentred(k).dataSync(), h.matMul(k).matMul(h).dataSync()];
      });
      expect(relativeDistance(found!, expected!)).toBeLessThan(1e-5);
    });
  });

  it('has the gradient of its value', () => {
    expectGradient((k) => doubleCentred(k).square().mean(), K);
  });
});
