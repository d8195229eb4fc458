import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';

/**
 * Squared L2 distance, averaged over cells: `mean_i Σ_g (x̂_ig - x_ig)²`. It grows with the number of genes;
 * {@link meanSquaredError} doesn't.
 *
 * @param output - The reconstruction x̂. [cells, genes]
 * @param target - The input x. [cells, genes]
 * @returns Scalar, in squared units of the input; the caller disposes it.
 * @throws RangeError if the shapes differ or there are no rows.
 * @example
 * ```ts
 * const loss = reconstructionLoss(decoder.apply(z, mode), x);
 * ```
 */
export function reconstructionLoss(output: tf.Tensor2D, target: tf.Tensor2D): tf.Scalar {
  checkHasRows('reconstructionLoss: output', output);
  checkSameShape('reconstructionLoss: target', target, output);
  // Each row is summed first: a single float32 sum over cells and genes loses three digits on wasm.
  return tf.tidy(() => output.sub(target).square().sum(1).mean().asScalar());
}
