import * as tf from '@tensorflow/tfjs';
import { checkHasRows } from '../tensor/checkShapes.js';

const epsilon = 1e-6;

/**
 * KL divergence from N(0, I) for latents without a variance of their own. In each dimension, the minibatch is
 * treated as a Gaussian with its mean m and variance v (over n): `½ Σ_d [m_d² + v_d - 1 - log(v_d + 1e-6)]`.
 *
 * @param z - Deterministic latents. [cells, dims]
 * @returns Scalar, at least 0 except for the 1e-6; finite if a dimension is constant. The caller disposes it.
 * @throws RangeError if there are no rows.
 * @example
 * ```ts
 * const kl = klOfMoments(pass.latent.nio);
 * ```
 */
export function klOfMoments(z: tf.Tensor2D): tf.Scalar {
  checkHasRows('klOfMoments: z', z);
  return tf.tidy(() => {
    const mean = z.mean(0, true);
    const variance = z.sub(mean).square().mean(0, true);
    const perDimension = mean.square().add(variance).sub(1).sub(variance.add(epsilon).log());
    return perDimension.sum().mul(0.5).asScalar();
  });
}
