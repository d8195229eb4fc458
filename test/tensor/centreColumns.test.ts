import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { centreColumns } from '../../src/tensor/centreColumns.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { sample } from '../losses/samples.js';

onBackends('centreColumns', () => {
  it('subtracts the mean of each column', () => {
    const centred = withoutLeak(() =>
      tf.tidy(() =>
        centreColumns(
          tf.tensor2d([
            [1, 10],
            [3, 30],
          ]),
        ).arraySync(),
      ),
    );
    expect(centred).toEqual([
      [-1, -10],
      [1, 10],
    ]);
  });

  it('turns a constant column into zeros at any offset', () => {
    const constant = sample(7, 1, 1, { scale: 0, shift: 123456.7 });
    const left = tf.tidy(() => centreColumns(tf.tensor2d(constant)).abs().max().dataSync()[0]);
    expect(left).toBeLessThan(1e-8);
  });

  it('has the gradient of its value', () => {
    expectGradient((x) => centreColumns(x).pow(3).mean(), sample(5, 2, 1));
  });
});
