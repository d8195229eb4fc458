import * as tf from '@tensorflow/tfjs';
import { checkTensor } from './checkShapes.js';
import { stirlingSlope } from './stirlingRemainder.js';

/**
 * Derivative of {@link lgamma}: `ψ(x) = Γ'(x) / Γ(x)`, with the trigamma function as its gradient. From 1e-6 to
 * 1e6, the error is below 5e-7 of the value or of 1, whichever is larger.
 *
 * @param x - Above 0, any shape; NaN otherwise.
 * @returns Same shape; the caller disposes it.
 * @example
 * ```ts
 * digamma(tf.scalar(1)); // -0.5772
 * ```
 */
export function digamma<T extends tf.Tensor>(x: T): T {
  checkTensor('digamma: x', x);
  return tf.tidy(() => x.log<T>().add(stirlingSlope(x)));
}
