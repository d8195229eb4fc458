import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { digamma } from '../../src/tensor/digamma.js';
import { lgamma } from '../../src/tensor/lgamma.js';
import { stirlingRemainder } from '../../src/tensor/stirlingRemainder.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';

type Column = 'x' | 'lgamma' | 'digamma' | 'trigamma' | 'remainder';

const reference: Record<Column, number[]> = JSON.parse(
  readFileSync(new URL('../reference/gamma.json', import.meta.url), 'utf8'),
);

/** Largest error of f over 1e-6 … 1e6, relative to the larger of the value and `floor`. */
function worstError(f: (x: tf.Tensor) => tf.Tensor, column: Column, floor = 1): number {
  const x = tf.tensor1d(reference.x);
  const values = f(x);
  const errors = Array.from(values.dataSync(), (value, i) => {
    const expected = reference[column][i]!;
    return Math.abs(value - expected) / Math.max(Math.abs(expected), floor);
  });
  tf.dispose([x, values]);
  return Math.max(...errors.map((error) => (Number.isNaN(error) ? Infinity : error)));
}

onBackends('log-gamma and its derivatives', () => {
  it('agree with SciPy over twelve decades', () => {
    withoutLeak(() => {
      expect(worstError(lgamma, 'lgamma')).toBeLessThan(5e-7);
      expect(worstError(digamma, 'digamma')).toBeLessThan(5e-7);
      expect(worstError(stirlingRemainder, 'remainder')).toBeLessThan(5e-7);
    });
  });

  it('are each the gradient of the previous one', () => {
    withoutLeak(() => {
      expect(worstError(tf.grad(lgamma), 'digamma')).toBeLessThan(5e-7);
      expect(worstError(tf.grad(digamma), 'trigamma', 0)).toBeLessThan(2e-6);
      const second = tf.grad((x: tf.Tensor) => tf.grad(lgamma)(x));
      expect(worstError(second, 'trigamma', 0)).toBeLessThan(2e-6);
    });
  });

  it('keep the shape and use the incoming gradient', () => {
    withoutLeak(() => {
      const x = tf.tensor3d([1, 2, 3, 4], [1, 2, 2]);
      const grad = tf.grad((x) => lgamma(x).mul(2).square())(x);
      expect(grad.shape).toEqual([1, 2, 2]);
      expect(grad.dataSync()[3]).toBeCloseTo(8 * Math.log(6) * (25 / 12 - 0.25 - 0.5772157), 4);
      tf.dispose([x, grad]);
    });
  });
});
