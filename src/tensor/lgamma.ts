import type * as tf from '@tensorflow/tfjs';
import { checkTensor } from './checkShapes.js';
import { digamma } from './digamma.js';
import { stirlingRemainder } from './stirlingRemainder.js';
import { withGradient } from './withGradient.js';

/**
 * Logarithm of the gamma function, `log Γ(x)`, with {@link digamma} as its gradient; `log n! = lgamma(n + 1)`.
 * From 1e-6 to 1e6, the error is below 5e-7 of the value or of 1, whichever is larger.
 *
 * @param x - Above 0, any shape; NaN otherwise.
 * @returns Same shape; the caller disposes it.
 * @example
 * ```ts
 * lgamma(tf.scalar(6)); // log 120 = 4.787
 * ```
 */
export function lgamma<T extends tf.Tensor>(x: T): T {
  checkTensor('lgamma: x', x);
  return withGradient([x], (save, x) => {
    save([x]);
    return {
      value: x.log().sub(1).mul<T>(x).add(stirlingRemainder(x)),
      gradient: (dy, [x]) => [dy.mul(digamma(x!))],
    };
  });
}
