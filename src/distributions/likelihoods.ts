import type * as tf from '@tensorflow/tfjs';
import { gaussianLogLikelihood } from './gaussianLogLikelihood.js';
import { logMeanOfShares } from './logMeanOfShares.js';
import { negativeBinomialLogLikelihood } from './negativeBinomialLogLikelihood.js';
import { poissonLogLikelihood } from './poissonLogLikelihood.js';
import { zeroInflatedNegativeBinomialLogLikelihood } from './zeroInflatedNegativeBinomialLogLikelihood.js';

/** How x may be distributed. */
export type LikelihoodName = 'normal' | 'poisson' | 'negativeBinomial' | 'zeroInflatedNegativeBinomial';

/** What a model says of x, gene by gene. */
export interface LikelihoodParameters {
  /** The mean of values; of counts, its logarithm. [cells, genes] */
  location: tf.Tensor2D;
  /** The log variance of values; of counts, their log dispersion. [cells, genes], or [1, genes] for one per gene */
  spread?: tf.Tensor2D | undefined;
  /** The logit of the probability of an extra zero. [cells, genes] */
  dropout?: tf.Tensor2D | undefined;
}

/** A distribution of x. All functions run inside `tf.tidy`. */
export interface Likelihood {
  /** Whether x must be counts. */
  counts: boolean;
  /** Whether it needs a spread. */
  spread: boolean;
  /** Whether it needs a dropout. */
  dropout: boolean;
  /** log p(x), entry by entry, in nats. [cells, genes] */
  logLikelihood(x: tf.Tensor2D, parameters: LikelihoodParameters): tf.Tensor2D;
  /**
   * What a free decoder output says of the location: it is the mean of values; of counts, their log shares in the cell's
   * total, {@link logMeanOfShares}. [cells, genes] -> [cells, genes]
   */
  location(x: tf.Tensor2D, output: tf.Tensor2D): tf.Tensor2D;
  /** The mean of x at a location. [cells, genes] -> [cells, genes] */
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
 * The distributions that the systems explain x by. Where a system gets a likelihood's parameters from (its decoder, a
 * vector with one number per gene) is its own choice.
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
