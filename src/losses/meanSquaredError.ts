import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';

/**
 * Mean of the squared error over cells and genes: {@link reconstructionLoss} divided by the number of genes.
 * With many genes it is very small compared with other losses.
 *
 * @param output - The reconstruction x̂. [cells, genes]
 * @param target - The input x. [cells, genes]
 * @returns Scalar, in squared units of the input; the caller disposes it.
 * @throws RangeError if the shapes differ or there are no rows.
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
