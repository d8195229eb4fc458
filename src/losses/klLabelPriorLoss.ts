import * as tf from '@tensorflow/tfjs';
import { badValue } from '../check/errors.js';
import { gaussianKl } from '../distributions/gaussianKl.js';
import {
  checkHasRows,
  checkSameColumns,
  checkSameRows,
  checkSameShape,
  checkTensor2d,
} from '../tensor/checkShapes.js';

function checkOneRowPerLabel(table: tf.Tensor2D, { shape: [, labels] }: tf.Tensor2D): void {
  checkTensor2d('klLabelPriorLoss: priorMeans', table);
  const [rows, columns] = table.shape;
  if (rows === labels) return;
  const expected = `${labels} rows, one per label`;
  throw badValue({ argument: 'klLabelPriorLoss: priorMeans', expected, received: `[${rows}, ${columns}]` });
}

/**
 * KL divergence of diagonal Gaussians from the prior of each cell's label,
 * `KL(N(m, exp lv) ‖ N(m_c, exp v_c))`, summed over dimensions and averaged over cells. The priors may be
 * learned: gradients flow into both sides. For a cell without a label (a row of zeros), the prior is N(0, I).
 *
 * @param mean - m. [cells, dims]
 * @param logVariance - lv. [cells, dims]
 * @param oneHot - One-hot labels. [cells, labels]
 * @param priorMeans - m_c. [labels, dims]
 * @param priorLogVariances - v_c. [labels, dims]
 * @returns Scalar >= 0, in nats; the caller disposes it.
 * @throws RangeError if the shapes differ or there are no rows.
 * @see Zhang et al., scDisInFact: disentangled learning for integration and prediction of multi-batch
 * multi-condition single-cell RNA-sequencing data, Nature Communications 2024.
 * @example
 * ```ts
 * const kl = klLabelPriorLoss(mean, logVariance, condition, priorMeans, priorLogVariances);
 * ```
 */
export function klLabelPriorLoss(
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  oneHot: tf.Tensor2D,
  priorMeans: tf.Tensor2D,
  priorLogVariances: tf.Tensor2D,
): tf.Scalar {
  checkHasRows('klLabelPriorLoss: mean', mean);
  checkSameShape('klLabelPriorLoss: logVariance', logVariance, mean);
  checkSameRows('klLabelPriorLoss: oneHot', oneHot, mean);
  checkOneRowPerLabel(priorMeans, oneHot);
  checkSameColumns('klLabelPriorLoss: priorMeans', priorMeans, mean);
  checkSameShape('klLabelPriorLoss: priorLogVariances', priorLogVariances, priorMeans);
  return tf.tidy(() => {
    const ofLabel = (table: tf.Tensor2D): tf.Tensor2D => tf.matMul(oneHot, table);
    const kl = gaussianKl(mean, logVariance, ofLabel(priorMeans), ofLabel(priorLogVariances));
    return kl.sum(1).mean().asScalar();
  });
}
