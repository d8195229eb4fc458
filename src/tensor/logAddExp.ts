import * as tf from '@tensorflow/tfjs';
import { withGradient } from './withGradient.js';

/**
 * `log(exp a + exp b)` without overflow, entry by entry.
 *
 * @param a - Finite, any shape.
 * @param b - Finite, same shape.
 * @returns Same shape; the caller disposes it.
 */
export function logAddExp<T extends tf.Tensor>(a: T, b: T): T {
  return withGradient([a, b], (save, a, b) => {
    const difference = a.sub(b);
    save([difference]);
    return {
      value: tf.maximum<T>(a, b).sub(difference.abs().sigmoid().log()),
      gradient: (dy, [difference]) => [dy.mul(difference!.sigmoid()), dy.mul(difference!.neg().sigmoid())],
    };
  });
}
