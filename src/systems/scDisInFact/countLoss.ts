import * as tf from '@tensorflow/tfjs';
import { negativeBinomialLogLikelihood } from '../../distributions/negativeBinomialLogLikelihood.js';
import { zeroInflatedNegativeBinomialLogLikelihood } from '../../distributions/zeroInflatedNegativeBinomialLogLikelihood.js';
import { meanSquaredError } from '../../losses/meanSquaredError.js';

/** How counts are explained. */
export type CountLikelihood = 'nb' | 'zinb' | 'mse';

/** What the decoder's output columns are, G each: means, dispersions, logits of the dropout. */
const heads: Record<CountLikelihood, number> = { mse: 1, nb: 2, zinb: 3 };

/** The names of {@link CountLikelihood}. */
export const countLikelihoods: CountLikelihood[] = ['nb', 'zinb', 'mse'];

/** A cell's depth is counted in these; the decoder's means are counts a hundred counts. */
export const countsPerUnit = 100;

const epsilon = 1e-6;
/** Holds dropout probabilities down where a zero may as well be the cell's own. */
const dropoutRidge = 1e-5;

/** Columns that the decoder must have. */
export const decoderColumns = (likelihood: CountLikelihood, genes: number): number =>
  heads[likelihood] * genes;

/** A cell's counts in units of a hundred. [cells, genes] -> [cells, 1] */
export const depthOf = (counts: tf.Tensor2D): tf.Tensor2D => tf.div(tf.sum(counts, 1, true), countsPerUnit);

/** Expected counts at depth 1: the decoder's first columns through a softplus. [cells, genes] */
export const ratesOf = (output: tf.Tensor2D, genes: number): tf.Tensor2D =>
  tf.softplus(tf.slice(output, [0, 0], [-1, genes]));

const logOf = (x: tf.Tensor2D): tf.Tensor2D => tf.log(tf.add(x, epsilon));

/**
 * How badly the decoder explains the counts, mean over cells and genes: -log NB(x; m, θ) with `m = softplus(a)·depth`,
 * `θ = softplus(b)`; with dropout `π = sigmoid(c)`, -log ZINB + 1e-5 π²; or (m - x)².
 *
 * @param counts - [cells, genes]
 * @param output - The decoder's [a | b | c], as many of them as the likelihood has. [cells, decoderColumns]
 */
export function countLoss(likelihood: CountLikelihood, counts: tf.Tensor2D, output: tf.Tensor2D): tf.Scalar {
  const genes = counts.shape[1];
  const mean = tf.mul(ratesOf(output, genes), depthOf(counts)) as tf.Tensor2D;
  if (likelihood === 'mse') return meanSquaredError(mean, counts);
  const head = (i: number): tf.Tensor2D => tf.slice(output, [0, i * genes], [-1, genes]);
  const [logMean, logDispersion] = [logOf(mean), logOf(tf.softplus(head(1)))];
  if (likelihood === 'nb')
    return tf.neg(tf.mean(negativeBinomialLogLikelihood(counts, logMean, logDispersion)));
  const fit = zeroInflatedNegativeBinomialLogLikelihood(counts, logMean, logDispersion, head(2));
  const ridge = tf.mul(tf.square(tf.sigmoid(head(2))), dropoutRidge);
  return tf.mean(tf.sub(ridge, fit));
}
