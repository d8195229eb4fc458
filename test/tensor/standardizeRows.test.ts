import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { standardizeRows } from '../../src/tensor/standardizeRows.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';

const rows = [
  [1, 2, 4, -3],
  [0.5, 0.5, 0.6, 0.2],
];

onBackends('standardizeRows', () => {
  test('every row has mean 0 and variance 1; a constant row becomes 0', () => {
    withoutLeak(() => {
      const x = tf.tensor2d([...rows, [7, 7, 7, 7]]);
      const y = standardizeRows(x);
      const [first, , constant] = y.arraySync();
      expect(first!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
      expect(first!.reduce((sum, value) => sum + value * value, 0) / 4).toBeCloseTo(1, 4);
      expect(constant).toEqual([0, 0, 0, 0]);
      tf.dispose([x, y]);
    });
  });

  test('its gradient agrees with finite differences', () => {
    expectGradient(
      (x) =>
        standardizeRows(x)
          .mul(tf.tensor2d([[1, 2, -1, 3]]))
          .sum(),
      rows,
      { step: 1e-3 },
    );
  });
});
