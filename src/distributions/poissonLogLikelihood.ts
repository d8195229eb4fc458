import type * as tf from '@tensorflow/tfjs';
import { checkSameShape, checkTensor2d } from '../tensor/checkShapes.js';
import { withGradient } from '../tensor/withGradient.js';
import { largestLog } from './limits.js';
import { poissonLogMass } from './poissonLogMass.js';

/**
 * Log-likelihood of counts under Poisson distributions, entry by entry: `x log m - m - log x!`. Reduce it as
 * needed: `.sum(1).mean().neg()` is the loss per cell.
 *
 * For counts and means up to 1e6, the value is accurate to 2e-6 of its size or of 1, whichever is larger.
 * Log-means are clamped to [-40, 40]; beyond, the gradient is that at the edge. First derivatives only.
 *
 * @param counts - x >= 0; no gradient flows into them. [cells, genes]
 * @param logMean - log m; pass `mean.add(1e-8).log()` if a network outputs means. [cells, genes]
 * @returns [cells, genes], in nats; the caller disposes it.
 * @throws RangeError if the shapes differ.
 * @see scvi-tools, `Poisson`.
 * @example
 * ```ts
 * const loss = poissonLogLikelihood(counts, logMean).sum(1).mean().neg();
 * ```
 */
export function poissonLogLikelihood(counts: tf.Tensor2D, logMean: tf.Tensor2D): tf.Tensor2D {
  checkTensor2d('poissonLogLikelihood: counts', counts);
  checkSameShape('poissonLogLikelihood: logMean', logMean, counts);
  return withGradient([logMean], (save, logMean) => {
    const mean = logMean.clipByValue(-largestLog, largestLog).exp();
    save([counts, mean]);
    return {
      value: poissonLogMass(counts, mean),
      gradient: (dy, [counts, mean]) => [counts!.sub(mean!).mul(dy)],
    };
  });
}
