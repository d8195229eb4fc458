import * as tf from '@tensorflow/tfjs';
import { readOptions } from '../check/options.js';
import { gaussianLogDensity } from '../distributions/gaussianLogDensity.js';
import {
  gaussianMixtureLogDensity,
  type MixtureOptions,
  mixtureTable,
} from '../distributions/gaussianMixtureLogDensity.js';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';

/**
 * KL divergence of diagonal Gaussians from a VampPrior, which is the mixture of the posteriors of trainable
 * pseudo-inputs. It is estimated from one sample per cell: the mean over cells of `log q(z | x) - log p(z)`,
 * with `p` as in {@link gaussianMixtureLogDensity}. The estimate may be negative.
 *
 * @param z - The sample, `mean + exp(logVariance / 2) · noise`. [cells, dims]
 * @param mean - Mean of q. [cells, dims]
 * @param logVariance - Log-variance of q. [cells, dims]
 * @param pseudoMeans - The encoder's means for the pseudo-inputs. [components, dims]
 * @param pseudoLogVariances - The encoder's log-variances for them. [components, dims]
 * @param options - `logits` of the components' weights; equal weights by default.
 * @returns Scalar, in nats; the caller disposes it.
 * @throws RangeError if the shapes differ, there are no rows or no components, or an option is unknown.
 * @see Tomczak and Welling, VAE with a VampPrior, AISTATS 2018.
 * @example
 * ```ts
 * const kl = klVampPriorLoss(z, mean, logVariance, pseudoMeans, pseudoLogVariances);
 * ```
 */
export function klVampPriorLoss(
  z: tf.Tensor2D,
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  pseudoMeans: tf.Tensor2D,
  pseudoLogVariances: tf.Tensor2D,
  options: MixtureOptions = {},
): tf.Scalar {
  const mixture = readOptions('klVampPriorLoss', options, mixtureTable);
  checkHasRows('klVampPriorLoss: z', z);
  checkSameShape('klVampPriorLoss: mean', mean, z);
  checkSameShape('klVampPriorLoss: logVariance', logVariance, z);
  return tf.tidy(() => {
    const posterior = gaussianLogDensity(z, mean, logVariance).sum(1);
    const prior = gaussianMixtureLogDensity(z, pseudoMeans, pseudoLogVariances, mixture);
    return posterior.sub(prior).mean().asScalar();
  });
}
