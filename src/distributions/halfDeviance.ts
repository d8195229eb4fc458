import type * as tf from '@tensorflow/tfjs';

/**
 * `r - 1 - log r`, which is 0 at r = 1 and never negative. For r = m/x, x times this value is half the Poisson
 * deviance of x at mean m, `x log(x/m) - x + m`, whose parts cancel in float32 if x is near m. Here r - 1 is
 * exact where it matters, and the effect of an error in r is proportional to the distance of r from 1.
 *
 * @param ratio - r, above 0, of any shape.
 * @returns Same shape; the caller disposes it.
 */
export function halfDeviance(ratio: tf.Tensor): tf.Tensor {
  return ratio.sub(1).sub(ratio.log());
}
