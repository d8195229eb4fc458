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
 * KL divergence of diagonal Gaussians from a VampPrior, the mixture of the posteriors of trainable pseudo-inputs,
 * estimated from the one sample at hand: mean over cells of `log q(z | x) - log p(z)`, `p` as in {@link
 * gaussianMixtureLogDensity}. An estimate may be negative.
 *
 * @param z - The sample, `mean + exp(logVariance / 2) · noise`. [cells, dims]
 * @param mean - [cells, dims]
 * @param logVariance - [cells, dims]
 * @param pseudoMeans - What the encoder makes of the pseudo-inputs. [components, dims]
 * @param pseudoLogVariances - [components, dims]
 * @returns Scalar, in nats; the caller disposes it.
 * @throws RangeError on differing shapes, no rows, no component or an unknown option.
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
