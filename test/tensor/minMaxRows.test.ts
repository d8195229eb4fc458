import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { minMaxRows, rowBounds } from '../../src/tensor/minMaxRows.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';

const rows = [
  [2, 4, 3],
  [-1, 0, 7],
  [5, 5, 5],
];

onBackends('minMaxRows', () => {
  it('scales each row to [0, 1], and a row of equal values to 0', () => {
    const scaled = withoutLeak(() => tf.tidy(() => minMaxRows(tf.tensor2d(rows)).arraySync()));
    expect(scaled[0]).toEqual([0, 1, 0.5]);
    expect(scaled[1]).toEqual([0, expect.closeTo(1 / 8, 6), 1]);
    expect(scaled[2]).toEqual([0, 0, 0]);
  });

  it('is undone by the bounds of the rows', () => {
    tf.tidy(() => {
      const x = tf.tensor2d(rows);
      const { low, spread } = rowBounds(x);
      expect([low.arraySync(), spread.arraySync()]).toEqual([
        [[2], [-1], [5]],
        [[2], [8], [0]],
      ]);
      const back = tf.add(tf.mul(minMaxRows(x, { low, spread }), spread), low);
      expect(tf.max(tf.abs(tf.sub(back, x))).dataSync()[0]).toBeLessThan(1e-6);
    });
  });
});
