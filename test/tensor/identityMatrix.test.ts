import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { identityMatrix } from '../../src/tensor/identityMatrix.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';

onBackends('identityMatrix', () => {
  it.each([1, 2, 7])('has ones on the diagonal and zeros elsewhere, n = %i', (n) => {
    withoutLeak(() => {
      const [found, expected] = [identityMatrix(n), tf.eye(n)];
      expect(found.arraySync()).toEqual(expected.arraySync());
      tf.dispose([found, expected]);
    });
  });
});
