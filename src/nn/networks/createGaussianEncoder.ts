import * as tf from '@tensorflow/tfjs';
import { badValue } from '../../check/errors.js';
import { checkTensor2d } from '../../tensor/checkShapes.js';
import { createMlp, type Mlp } from './createMlp.js';
import { type MlpOptions, resolveMlpOptions } from './mlpOptions.js';

/** Mean and log-variance of diagonal Gaussians. [cells, dims] each */
export interface GaussianMoments {
  /** [cells, dims] */
  mean: tf.Tensor2D;
  /** [cells, dims] */
  logVariance: tf.Tensor2D;
}

/** Splits the output of {@link createGaussianEncoder}, [cells, 2 dims], into means and log-variances. */
export function gaussianMoments(output: tf.Tensor2D): GaussianMoments {
  checkTensor2d('gaussianMoments: output', output);
  if (output.shape[1] % 2 === 1) {
    const expected = 'an even number of columns: means, then log-variances';
    throw badValue({ argument: 'gaussianMoments: output', expected, received: `[${output.shape}]` });
  }
  const [mean, logVariance] = tf.split(output, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  return { mean, logVariance };
}

/**
 * An encoder to one Gaussian latent: x [cells, inputs] -> [mean | log-variance], 2 · `outputs` columns. All
 * variances start at 1, so that the KL divergence starts small.
 *
 * @param options - Options of {@link createMlp}; `outputs` is the size of the latent.
 * @throws RangeError if a size is below 1 or an option is unknown.
 * @example
 * ```ts
 * const encoder = createGaussianEncoder({ inputs: 2000, outputs: 8, hidden: [128] });
 * const { mean, logVariance } = gaussianMoments(encoder.apply(x, mode));
 * ```
 */
export function createGaussianEncoder(options: MlpOptions): Mlp {
  const { outputs } = resolveMlpOptions({ ...options, heads: 1 });
  const encoder = createMlp({ ...options, outputs: 2 * outputs });
  tf.tidy(() => {
    const means = tf.concat([tf.ones([outputs]), tf.zeros([outputs])], 0);
    for (const variable of encoder.variables.slice(-2)) variable.assign(tf.mul(variable, means));
  });
  return encoder;
}
