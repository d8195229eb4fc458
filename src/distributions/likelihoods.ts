import type * as tf from '@tensorflow/tfjs';
import { gaussianLogLikelihood } from './gaussianLogLikelihood.js';
import { logMeanOfShares } from './logMeanOfShares.js';
import { negativeBinomialLogLikelihood } from './negativeBinomialLogLikelihood.js';
import { poissonLogLikelihood } from './poissonLogLikelihood.js';
import { zeroInflatedNegativeBinomialLogLikelihood } from './zeroInflatedNegativeBinomialLogLikelihood.js';

/** Name of a distribution of x. */
export type LikelihoodName = 'normal' | 'poisson' | 'negativeBinomial' | 'zeroInflatedNegativeBinomial';

/** Parameters of the distribution that a model predicts for x, gene by gene. */
export interface LikelihoodParameters {
  /** Mean of values, or log-mean of counts. [cells, genes] */
  location: tf.Tensor2D;
  /** Log-variance of values, or log-dispersion of counts. [cells, genes], or [1, genes] for one value per gene. */
  spread?: tf.Tensor2D | undefined;
  /** Logits of the probability of an extra zero. [cells, genes] */
  dropout?: tf.Tensor2D | undefined;
}

/** A distribution of x. All functions run inside `tf.tidy`. */
export interface Likelihood {
  /** Whether x must be counts. */
  counts: boolean;
  /** Whether the parameters need a `spread`. */
  spread: boolean;
  /** Whether the parameters need a `dropout`. */
  dropout: boolean;
  /** log p(x), entry by entry, in nats. [cells, genes] */
  logLikelihood(x: tf.Tensor2D, parameters: LikelihoodParameters): tf.Tensor2D;
  /**
   * The location for an unconstrained decoder output. For values, the output is the mean; for counts, it is the
   * logits of the genes' shares in the cell's total, see {@link logMeanOfShares}. [cells, genes] -> [cells,
   * genes]
   */
  location(x: tf.Tensor2D, output: tf.Tensor2D): tf.Tensor2D;
  /** The mean of x for a location. [cells, genes] -> [cells, genes] */
  mean(location: tf.Tensor2D): tf.Tensor2D;
}

const ofCounts = {
  counts: true,
  spread: true,
  dropout: false,
  location: logMeanOfShares,
  mean: (location: tf.Tensor2D): tf.Tensor2D => location.exp(),
};

/**
 * The distributions with which the systems model x. Each system decides where the parameters come from: its
 * decoder, or a vector with one number per gene.
 */
export const likelihoods: Readonly<Record<LikelihoodName, Likelihood>> = {
  normal: {
    counts: false,
    spread: true,
    dropout: false,
    location: (_, output) => output,
    mean: (location) => location,
    logLikelihood: (x, { location, spread }) => gaussianLogLikelihood(x, location, spread!),
  },
  poisson: {
    ...ofCounts,
    spread: false,
    logLikelihood: (x, { location }) => poissonLogLikelihood(x, location),
  },
  negativeBinomial: {
    ...ofCounts,
    logLikelihood: (x, { location, spread }) => negativeBinomialLogLikelihood(x, location, spread!),
  },
  zeroInflatedNegativeBinomial: {
    ...ofCounts,
    dropout: true,
    logLikelihood: (x, { location, spread, dropout }) =>
      zeroInflatedNegativeBinomialLogLikelihood(x, location, spread!, dropout!),
  },
};
