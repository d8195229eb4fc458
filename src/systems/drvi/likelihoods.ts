import type * as tf from '@tensorflow/tfjs';
import { gaussianLogLikelihood } from '../../distributions/gaussianLogLikelihood.js';
import { logMeanOfShares } from '../../distributions/logMeanOfShares.js';
import { negativeBinomialLogLikelihood } from '../../distributions/negativeBinomialLogLikelihood.js';
import { poissonLogLikelihood } from '../../distributions/poissonLogLikelihood.js';

/** How {@link Drvi} takes x to be distributed. */
export type DrviLikelihood = 'negativeBinomial' | 'poisson' | 'normal';

/** What the decoder's pooled logits mean for the cells. Everything runs inside `tf.tidy`. */
export interface Likelihood {
  /** Whether x must be counts. */
  counts: boolean;
  /** What the encoder reads. [cells, genes] -> [cells, genes] */
  input(x: tf.Tensor2D): tf.Tensor2D;
  /** Where the logarithms of the genes' dispersions or variances start, if there are any. */
  spread?: number;
  /** log p(x), entry by entry. @param spread - [1, genes], if there is one. */
  logLikelihood(x: tf.Tensor2D, pooled: tf.Tensor2D, spread: tf.Tensor2D | undefined): tf.Tensor2D;
  /** The expected values, for cells with the totals of x. [cells, genes] */
  expected(x: tf.Tensor2D, pooled: tf.Tensor2D): tf.Tensor2D;
}

const ofCounts = {
  counts: true,
  input: (x: tf.Tensor2D): tf.Tensor2D => x.log1p(),
  expected: (x: tf.Tensor2D, pooled: tf.Tensor2D): tf.Tensor2D => logMeanOfShares(x, pooled).exp(),
};

/** How x may be distributed, by name. */
export const likelihoods: Readonly<Record<DrviLikelihood, Likelihood>> = {
  negativeBinomial: {
    ...ofCounts,
    spread: 1,
    logLikelihood: (x, pooled, spread) =>
      negativeBinomialLogLikelihood(x, logMeanOfShares(x, pooled), spread!),
  },
  poisson: {
    ...ofCounts,
    logLikelihood: (x, pooled) => poissonLogLikelihood(x, logMeanOfShares(x, pooled)),
  },
  normal: {
    counts: false,
    input: (x) => x,
    spread: 0,
    logLikelihood: (x, pooled, spread) => gaussianLogLikelihood(x, pooled, spread!),
    expected: (_, pooled) => pooled,
  },
};
