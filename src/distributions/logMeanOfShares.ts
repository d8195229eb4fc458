import * as tf from '@tensorflow/tfjs';
import { checkSameShape, checkTensor2d } from '../tensor/checkShapes.js';
import { logSumExpRows } from '../tensor/logSumExpRows.js';

/**
 * Logarithms of expected counts for cells with the totals of x: `log Σ_g x_g + log softmax(logits)`. A cell
 * without counts is treated as if it had one count.
 *
 * @param counts - x >= 0. [cells, genes]
 * @param logits - Logits of the genes' shares; they need not be normalised. [cells, genes]
 * @returns [cells, genes]; the caller disposes it.
 * @throws RangeError if the shapes differ.
 * @see scvi-tools, `DecoderSCVI`.
 * @example
 * ```ts
 * negativeBinomialLogLikelihood(x, logMeanOfShares(x, decoder.apply(z, mode)), logDispersion);
 * ```
 */
export function logMeanOfShares(counts: tf.Tensor2D, logits: tf.Tensor2D): tf.Tensor2D {
  checkTensor2d('logMeanOfShares: counts', counts);
  checkSameShape('logMeanOfShares: logits', logits, counts);
  return tf.tidy(() => {
    const logTotals = counts.sum(1, true).maximum(1).log();
    return logits.sub(logSumExpRows(logits)).add(logTotals);
  });
}
