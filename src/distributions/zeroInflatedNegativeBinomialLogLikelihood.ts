import * as tf from '@tensorflow/tfjs';
import { checkSameShape, checkTensor2d } from '../tensor/checkShapes.js';
import { logAddExp } from '../tensor/logAddExp.js';
import { negativeBinomialLogLikelihood } from './negativeBinomialLogLikelihood.js';

/**
 * Log-likelihood of counts under zero-inflated negative binomial distributions, entry by entry. With
 * probability `π = sigmoid(dropoutLogits)` the count is 0 whatever the cell expresses; otherwise it follows the
 * distribution of {@link negativeBinomialLogLikelihood}: `log [π (x = 0) + (1 - π) NB(x)]`.
 *
 * @param counts - x >= 0; no gradient flows into them. [cells, genes]
 * @param logMean - log m. [cells, genes]
 * @param logDispersion - log θ. [cells, genes], or [1, genes] for one value per gene.
 * @param dropoutLogits - Logits of π. [cells, genes]
 * @returns [cells, genes], in nats; the caller disposes it.
 * @throws RangeError if the shapes differ.
 * @see Lopez et al., Deep generative modeling for single-cell transcriptomics, Nature Methods 2018.
 * @example
 * ```ts
 * const loss = zeroInflatedNegativeBinomialLogLikelihood(counts, logMean, logTheta, logits).sum(1).mean().neg();
 * ```
 */
export function zeroInflatedNegativeBinomialLogLikelihood(
  counts: tf.Tensor2D,
  logMean: tf.Tensor2D,
  logDispersion: tf.Tensor2D,
  dropoutLogits: tf.Tensor2D,
): tf.Tensor2D {
  checkTensor2d('zeroInflatedNegativeBinomialLogLikelihood: counts', counts);
  checkSameShape('zeroInflatedNegativeBinomialLogLikelihood: dropoutLogits', dropoutLogits, counts);
  return tf.tidy(() => {
    const expressed = negativeBinomialLogLikelihood(counts, logMean, logDispersion);
    const some = counts.step();
    const either = logAddExp(dropoutLogits, expressed).mul(tf.sub(1, some));
    return expressed.mul(some).add(either).sub(dropoutLogits.softplus()) as tf.Tensor2D;
  });
}
