import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';

/**
 * Mean over cells of the squared L2 distance: `mean_i Σ_g (x̂_ig - x_ig)²`. It grows with the number of genes;
 * {@link meanSquaredError} doesn't.
 *
 * @param output - x̂ [cells, genes]
 * @param target - x [cells, genes]
 * @returns Scalar, in squared units of the input; the caller disposes it.
 * @throws RangeError on differing shapes or no rows.
 * @example
 * ```ts
 * const loss = reconstructionLoss(decoder.apply(z, mode), x);
 * ```
 */
export function reconstructionLoss(output: tf.Tensor2D, target: tf.Tensor2D): tf.Scalar {
  checkHasRows('reconstructionLoss: output', output);
  checkSameShape('reconstructionLoss: target', target, output);
  // Row by row first: one float32 sum over cells x genes loses three digits on wasm.
  return tf.tidy(() => output.sub(target).square().sum(1).mean().asScalar());
}
