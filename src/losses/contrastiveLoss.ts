import * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { checkHasRows, checkSameRows, checkSameShape } from '../tensor/checkShapes.js';
import { identityMatrix } from '../tensor/identityMatrix.js';
import { logSumExpRows } from '../tensor/logSumExpRows.js';
import { normalizeRows } from '../tensor/normalizeRows.js';

/** Options of {@link contrastiveLoss}. */
export interface ContrastiveLossOptions {
  /** Divides the cosines. Smaller values give the nearest negatives more weight. Default 0.2. */
  temperature?: number | undefined;
  /**
   * One-hot labels: cells with the same label attract each other. A cell without a label (a row of zeros) is
   * attracted only by its other view. [cells, classes]
   */
  labels?: tf.Tensor2D | undefined;
}

/** Entries of {@link ContrastiveLossOptions}. */
export const contrastiveTable: OptionTable<
  ContrastiveLossOptions,
  { temperature: number; labels: tf.Tensor2D | undefined }
> = {
  temperature: (argument, given = 0.2) => numberWithin(argument, given, 1e-3),
  labels: (_, given) => given,
};

const dots = (x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D => x.mul(y).sum(1, true);

/**
 * Mean cosine with the other rows of the same label, from sums over classes rather than a matrix of pairs.
 * [2 cells, 1]
 */
function withinClass(rows: tf.Tensor2D, labels: tf.Tensor2D): tf.Tensor {
  const ofClass = (values: tf.Tensor2D): tf.Tensor2D =>
    tf.matMul(labels, labels.transpose<tf.Tensor2D>().matMul(values));
  const others = ofClass(tf.ones([rows.shape[0], 1])).sub(1);
  return dots(rows, ofClass(rows)).sub(dots(rows, rows)).div(others.maximum(1));
}

/** Mean cosine with the positives. [2 cells, 1] */
function positives(views: [tf.Tensor2D, tf.Tensor2D], labels: tf.Tensor2D | undefined): tf.Tensor {
  const otherView = tf.tile(dots(...views), [2, 1]);
  if (!labels) return otherView;
  const both = tf.concat([labels, labels], 0) as tf.Tensor2D;
  const labelled = both.sum(1, true);
  const near = withinClass(tf.concat(views, 0) as tf.Tensor2D, both);
  return near.mul(labelled).add(otherView.mul(tf.sub(1, labelled)));
}

/**
 * Contrastive loss of two views of the same cells. All 2n rows are scaled to unit length; each row i is pulled
 * towards its positives P(i) and pushed away from all other rows:
 * `mean_i mean_{p in P(i)} -log [exp(s_ip) / Σ_{a≠i} exp(s_ia)]`, with `s = cosine / temperature`.
 *
 * Without labels, P(i) is the other view of the cell (NT-Xent). With labels, P(i) is every other row with the
 * same label (SupCon, in the form with the mean outside the logarithm); for a cell without a label, it is the
 * cell's other view.
 *
 * @param view1 - First view. [cells, dims]
 * @param view2 - Second view; row i is the same cell as in `view1`. [cells, dims]
 * @param options - `temperature` 0.2, `labels`.
 * @returns Scalar, in nats, about `log(2 cells - 1)` for unrelated views; the caller disposes it.
 * @throws RangeError if the shapes differ, there are no rows, or an option is unknown or out of range.
 * @see Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, ICML 2020; Khosla et
 * al., Supervised Contrastive Learning, NeurIPS 2020.
 * @example
 * ```ts
 * const loss = contrastiveLoss(pass.latent.bio, pass.view().latent.bio, { temperature: 0.2 });
 * ```
 */
export function contrastiveLoss(
  view1: tf.Tensor2D,
  view2: tf.Tensor2D,
  options: ContrastiveLossOptions = {},
): tf.Scalar {
  const { temperature, labels } = readOptions('contrastiveLoss', options, contrastiveTable);
  checkHasRows('contrastiveLoss: view1', view1);
  checkSameShape('contrastiveLoss: view2', view2, view1);
  if (labels) checkSameRows('contrastiveLoss: labels', labels, view1);
  return tf.tidy(() => {
    const views: [tf.Tensor2D, tf.Tensor2D] = [normalizeRows(view1), normalizeRows(view2)];
    const rows = tf.concat(views, 0) as tf.Tensor2D;
    const scores = rows.matMul(rows.transpose<tf.Tensor2D>()).div(temperature);
    const withoutSelf = scores.sub(identityMatrix(rows.shape[0]).mul(1e9)) as tf.Tensor2D;
    const near = positives(views, labels).div(temperature);
    return logSumExpRows(withoutSelf).sub(near).mean().asScalar();
  });
}
