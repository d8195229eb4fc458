import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';

/**
 * Mean over cells and genes of the squared error: {@link reconstructionLoss} divided by the number of genes. Beside
 * other losses it weighs very little when genes are many.
 *
 * @param output - x̂ [cells, genes]
 * @param target - x [cells, genes]
 * @returns Scalar, in squared units of the input; the caller disposes it.
 * @throws RangeError on differing shapes or no rows.
 * @example
 * ```ts
 * const loss = meanSquaredError(decoder.apply(z, mode), x);
 * ```
 */
export function meanSquaredError(output: tf.Tensor2D, target: tf.Tensor2D): tf.Scalar {
  checkHasRows('meanSquaredError: output', output);
  checkSameShape('meanSquaredError: target', target, output);
  return tf.tidy(() => output.sub(target).square().mean(1).mean().asScalar());
}
