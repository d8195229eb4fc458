import * as tf from '@tensorflow/tfjs';
import { checkSameShape, checkTensor2d } from '../tensor/checkShapes.js';

/**
 * Log-likelihood of binary values (or of shares in [0, 1], where it is the negative cross-entropy) with
 * probabilities `p = sigmoid(logits)`, entry by entry:
 * `x log p + (1 - x) log(1 - p) = x logits - log(1 + exp logits)`.
 *
 * @param x - Values in [0, 1]. [cells, genes]
 * @param logits - Any numbers. [cells, genes]
 * @returns [cells, genes], in nats; the caller disposes it.
 * @throws RangeError if the shapes differ.
 * @example
 * ```ts
 * const loss = bernoulliLogLikelihood(open, logits).sum(1).mean().neg();
 * ```
 */
export function bernoulliLogLikelihood(x: tf.Tensor2D, logits: tf.Tensor2D): tf.Tensor2D {
  checkTensor2d('bernoulliLogLikelihood: x', x);
  checkSameShape('bernoulliLogLikelihood: logits', logits, x);
  return tf.tidy(() => x.mul(logits).sub(logits.softplus()) as tf.Tensor2D);
}
