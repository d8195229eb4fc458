import * as tf from '@tensorflow/tfjs';
import { gaussianLogLikelihood } from '../../distributions/gaussianLogLikelihood.js';
import { logMeanOfShares } from '../../distributions/logMeanOfShares.js';
import { negativeBinomialLogLikelihood } from '../../distributions/negativeBinomialLogLikelihood.js';
import { poissonLogLikelihood } from '../../distributions/poissonLogLikelihood.js';
import { tensorOnModelScale } from '../../model/map/tensorScale.js';

/** Names of the likelihoods. */
export type BiolordLikelihood = 'normal' | 'negativeBinomial' | 'poisson';

/** What the decoder's output means for the cells. Everything runs inside `tf.tidy`. */
export interface Likelihood {
  /** Whether x must be counts. */
  counts: boolean;
  /** Columns of the decoder's output for each gene. */
  heads: number;
  /** Whether there is a dispersion for each gene. */
  dispersed: boolean;
  /** What the encoder reads. [cells, genes] -> [cells, genes] */
  input(x: tf.Tensor2D): tf.Tensor2D;
  /** The mean, for cells with the totals of x. [cells, genes] */
  mean(x: tf.Tensor2D, output: tf.Tensor2D): tf.Tensor2D;
  /** How badly it explains the cells, in nats. @param logDispersion - [1, genes], if there is one. */
  loss(x: tf.Tensor2D, output: tf.Tensor2D, logDispersion: tf.Tensor2D | undefined): tf.Scalar;
}

/** Log-variances stay above that of 1e-6, as PyTorch's loss has it, and where float32 can still divide by them. */
const logVarianceRange = [Math.log(1e-6), 16] as const;

const half = (output: tf.Tensor2D, at: 0 | 1): tf.Tensor2D => {
  const genes = output.shape[1] / 2;
  return tf.slice(output, [0, at * genes], [-1, genes]);
};

const cellMean = (logLikelihood: tf.Tensor2D): tf.Scalar => logLikelihood.sum(1).mean().neg().asScalar();

const ofCounts = {
  counts: true,
  heads: 1,
  input: (x: tf.Tensor2D): tf.Tensor2D => tensorOnModelScale(x, 'counts'),
  mean: (x: tf.Tensor2D, output: tf.Tensor2D): tf.Tensor2D => logMeanOfShares(x, output).exp(),
};

/** How x may be distributed, by name: counts are summed over genes, values averaged, as the original does. */
export const likelihoods: Readonly<Record<BiolordLikelihood, Likelihood>> = {
  normal: {
    counts: false,
    heads: 2,
    dispersed: false,
    input: (x) => x,
    mean: (_, output) => half(output, 0),
    loss: (x, output) => {
      const logVariance = tf.clipByValue(half(output, 1), ...logVarianceRange);
      return gaussianLogLikelihood(x, half(output, 0), logVariance).mean(1).mean().neg().asScalar();
    },
  },
  negativeBinomial: {
    ...ofCounts,
    dispersed: true,
    loss: (x, output, logDispersion) =>
      cellMean(negativeBinomialLogLikelihood(x, logMeanOfShares(x, output), logDispersion!)),
  },
  poisson: {
    ...ofCounts,
    dispersed: false,
    loss: (x, output) => cellMean(poissonLogLikelihood(x, logMeanOfShares(x, output))),
  },
};
