import type * as tf from '@tensorflow/tfjs';

/**
 * `r - 1 - log r`, never negative, 0 at 1. With r = m/x, x times it is half the Poisson deviance of x at mean m:
 * `x log(x/m) - x + m`, whose parts would cancel to nothing in float32 where x is near m. Here r - 1 is exact where
 * it matters, and an error of r itself counts only as far as r is from 1.
 *
 * @param ratio - Above 0, any shape.
 * @returns Same shape; the caller disposes it.
 */
export function halfDeviance(ratio: tf.Tensor): tf.Tensor {
  return ratio.sub(1).sub(ratio.log());
}
