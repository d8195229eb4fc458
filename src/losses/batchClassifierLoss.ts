import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameShape } from '../tensor/checkShapes.js';
import { detach } from '../tensor/detach.js';

/**
 * Softmax cross-entropy: `mean over cells of -Σ_k y_k log softmax(logits)_k`. Exact for logits of any size; no
 * gradient flows into the labels.
 *
 * @param logits - [cells, classes]
 * @param oneHot - The true class, or probabilities that sum to 1. A row of zeros (label missing) adds nothing.
 * [cells, classes]
 * @returns Scalar, in nats; `log(classes)` is chance for balanced classes. The caller disposes it.
 * @throws RangeError on differing shapes or no rows.
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
