import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';
import { detach } from '../tensor/detach.js';

/**
 * Softmax cross-entropy: `mean over cells of -Σ_k y_k log softmax(logits)_k`. It is exact for logits of any
 * size. No gradient flows into the labels.
 *
 * @param logits - Unnormalised scores of the classes. [cells, classes]
 * @param oneHot - One-hot labels, or probabilities that sum to 1. A row of zeros (no label) adds nothing.
 * [cells, classes]
 * @returns Scalar, in nats; `log(classes)` is the level of chance for balanced classes. The caller disposes it.
 * @throws RangeError if the shapes differ or there are no rows.
 * @example
 * ```ts
 * const loss = batchClassifierLoss(classifier.apply(zNio, mode), oneHot);
 * ```
 */
export function batchClassifierLoss(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Scalar {
  checkHasRows('batchClassifierLoss: logits', logits);
  checkSameShape('batchClassifierLoss: oneHot', oneHot, logits);
  return tf.tidy(() => logits.logSoftmax().mul(detach(oneHot)).sum(1).mean().neg().asScalar());
}
