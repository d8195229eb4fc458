import * as tf from '@tensorflow/tfjs';
import { oneOf, wholeNumber } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { gaussianLogDensity } from '../distributions/gaussianLogDensity.js';
import { pairwiseLogDensities } from '../distributions/pairwiseLogDensities.js';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';
import { logSumExpRows } from '../tensor/logSumExpRows.js';
import { minibatchLogWeights } from './minibatchLogWeights.js';

/** Options of {@link totalCorrelation}. */
export interface TotalCorrelationOptions {
  /** Number of cells in the training data, of which the minibatch is a sample. */
  cells: number;
  /** `'mss'`: minibatch stratified sampling; `'mws'`: minibatch weighted sampling. Default `'mss'`. */
  estimator?: 'mss' | 'mws' | undefined;
}

const table = {
  cells: wholeNumber,
  estimator: (argument, given = 'mss') => oneOf(argument, given, ['mss', 'mws']),
} satisfies OptionTable<TotalCorrelationOptions>;

/** Three parts of the KL divergence from N(0, I), as scalars in nats; the caller disposes them. */
export interface TotalCorrelation {
  /** Mutual information of cell and latent: mean of `log q(z | x) - log q(z)`. */
  mutualInformation: tf.Scalar;
  /** Total correlation of the dimensions: mean of `log q(z) - Σ_d log q(z_d)`. 0 if they are independent. */
  totalCorrelation: tf.Scalar;
  /** Divergence of each dimension from N(0, 1), summed: mean of `Σ_d log q(z_d) - log p(z)`. */
  dimensionWiseKl: tf.Scalar;
}

/** log q(z_i) and Σ_d log q(z_id) of each cell. [cells] each */
function logMarginals(
  densities: tf.Tensor3D,
  logWeights: tf.Tensor,
): { joint: tf.Tensor; product: tf.Tensor } {
  const [n, dims] = densities.shape;
  const ofWeights = logWeights.rank === 0 ? logWeights : logWeights.expandDims(1);
  const perDimension = densities.add(ofWeights).reshape<tf.Tensor2D>([n * dims, n]);
  return {
    joint: logSumExpRows(densities.sum(1).add(logWeights) as tf.Tensor2D).reshape([n]),
    product: logSumExpRows(perDimension).reshape([n, dims]).sum(1),
  };
}

/**
 * KL divergence of a Gaussian encoder from N(0, I), in three parts and estimated on a minibatch: the
 * information that cell and latent share, the information that the dimensions share with each other (the total
 * correlation), and the remaining divergence of each dimension. With either estimator, their sum is the
 * one-sample estimate of the KL divergence. The beta-TCVAE multiplies the second part alone.
 *
 * Weights extrapolate `q(z)` from the minibatch to the whole data set, see `estimator`. Estimates on small
 * minibatches are rough, and the total correlation may be negative. Memory: cells² · dims numbers, for the
 * cells of the minibatch.
 *
 * @param z - One sample from each cell's Gaussian. [cells, dims]
 * @param mean - Mean of each Gaussian. [cells, dims]
 * @param logVariance - `2 log σ`. [cells, dims]
 * @param options - `cells` (required) and `estimator`, default `'mss'`.
 * @throws RangeError if the shapes differ, there are no rows, `cells` is below the number of rows, or an option
 * is unknown or out of range.
 * @see Chen et al., Isolating Sources of Disentanglement in VAEs, NeurIPS 2018.
 * @example
 * ```ts
 * const parts = totalCorrelation(z, mean, logVariance, { cells: 4221 });
 * const loss = parts.mutualInformation.add(parts.totalCorrelation.mul(101)).add(parts.dimensionWiseKl);
 * ```
 */
export function totalCorrelation(
  z: tf.Tensor2D,
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  options: TotalCorrelationOptions,
): TotalCorrelation {
  const { cells, estimator } = readOptions('totalCorrelation', options, table);
  checkHasRows('totalCorrelation: z', z);
  checkSameShape('totalCorrelation: mean', mean, z);
  checkSameShape('totalCorrelation: logVariance', logVariance, z);
  wholeNumber('totalCorrelation: cells', cells, z.shape[0]);
  return tf.tidy(() => {
    const logWeights = minibatchLogWeights(estimator, z.shape[0], cells);
    const { joint, product } = logMarginals(pairwiseLogDensities(z, mean, logVariance), logWeights);
    const posterior = gaussianLogDensity(z, mean, logVariance).sum(1);
    const prior = gaussianLogDensity(z, tf.scalar(0), tf.scalar(0)).sum(1);
    return {
      mutualInformation: posterior.sub(joint).mean().asScalar(),
      totalCorrelation: joint.sub(product).mean().asScalar(),
      dimensionWiseKl: product.sub(prior).mean().asScalar(),
    };
  });
}
