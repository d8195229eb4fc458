import * as tf from '@tensorflow/tfjs';
import { aFunction } from '../check/checks.js';
import { checkHasRows } from '../tensor/checkShapes.js';
import { refuseWrongSecondDerivative } from './refuseWrongSecondDerivative.js';

// Added under the root, whose slope at 0 is infinite.
const smallestSquare = 1e-12;

/**
 * Penalty on the deviation of a critic's slope from 1: `mean over cells of (‖∂f(x)/∂x‖ - 1)²`. At points
 * between real and generated cells, it makes the critic of a Wasserstein GAN nearly 1-Lipschitz (WGAN-GP).
 *
 * Training with it needs gradients of gradients. {@link gradientPenalty} lists the operations for which they
 * are right in tfjs; for the others, this function throws too.
 *
 * @param critic - Maps cells [cells, genes] to scores [cells, 1].
 * @param x - Where the slope is taken. The gradient of the penalty flows on into whatever produced x.
 * [cells, genes]
 * @returns Scalar >= 0; the caller disposes it.
 * @throws RangeError if `critic` uses an operation without a right second derivative while a gradient is being
 * taken, or if there are no rows.
 * @see Gulrajani et al., Improved Training of Wasserstein GANs, NeurIPS 2017.
 * @example
 * ```ts
 * const between = x.mul(e).add(generated.mul(tf.sub(1, e))); // e uniform in [0, 1)
 * const penalty = unitGradientPenalty((at) => critic.apply(at, mode), between);
 * ```
 */
export function unitGradientPenalty(critic: (x: tf.Tensor2D) => tf.Tensor2D, x: tf.Tensor2D): tf.Scalar {
  aFunction('unitGradientPenalty: critic', critic);
  checkHasRows('unitGradientPenalty: x', x);
  const scores = (at: tf.Tensor): tf.Tensor =>
    refuseWrongSecondDerivative('unitGradientPenalty: critic', critic, at as tf.Tensor2D).sum();
  return tf.tidy(() => {
    const slopes = tf.grad(scores)(x).square().sum(1).add(smallestSquare).sqrt();
    return slopes.sub(1).square().mean().asScalar();
  });
}
