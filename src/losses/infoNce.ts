import * as tf from '@tensorflow/tfjs';
import { badValue } from '../check/errors.js';
import { checkTensor2d } from '../tensor/checkShapes.js';
import { identityMatrix } from '../tensor/identityMatrix.js';
import { logSumExpRows } from '../tensor/logSumExpRows.js';

/**
 * InfoNCE, a lower bound of the mutual information of two variables, from the scores of all pairs:
 * `mean_i (s_ii - log Σ_j exp s_ij) + log n`. It never exceeds `log n`, whatever the true value.
 *
 * Minimise its negative to make x and y share information. To *lower* mutual information, use an upper bound
 * ({@link club}): pushing a lower bound down proves nothing.
 *
 * @param scores - How well x_i (row) and y_j (column) belong together; the pairs of the same cell are on the
 * diagonal. Computed by a critic network, or as {@link cosineSimilarities} divided by a temperature.
 * [cells, cells]
 * @returns Scalar, in nats; the caller disposes it.
 * @throws RangeError if `scores` isn't square or has no rows.
 * @see van den Oord et al., Representation Learning with Contrastive Predictive Coding, 2018.
 * @example
 * ```ts
 * const shared = infoNce(cosineSimilarities(x, y).div(0.2));
 * ```
 */
export function infoNce(scores: tf.Tensor2D): tf.Scalar {
  checkTensor2d('infoNce: scores', scores);
  const [n, columns] = scores.shape;
  if (n === 0 || n !== columns) {
    throw badValue({
      argument: 'infoNce: scores',
      expected: 'a square matrix',
      received: `[${n}, ${columns}]`,
    });
  }
  return tf.tidy(() => {
    const ofOwnPair = scores.mul(identityMatrix(n)).sum(1, true);
    return ofOwnPair.sub(logSumExpRows(scores)).mean().add(Math.log(n)).asScalar();
  });
}
