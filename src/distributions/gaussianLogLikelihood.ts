import * as tf from '@tensorflow/tfjs';
import { checkFitsInto } from '../tensor/broadcast.js';
import { checkSameShape } from '../tensor/checkShapes.js';
import { gaussianLogDensity } from './gaussianLogDensity.js';

/**
 * Log-likelihood under Gaussians, entry by entry: `-½ [(x - m)² / exp(lv) + lv + log 2π]`. Reduce it as you need:
 * `.sum(1).mean().neg()` is the loss of a cell.
 *
 * @param x - [cells, genes]
 * @param mean - [cells, genes]
 * @param logVariance - [cells, genes], or [1, genes] for one a gene; clamp it (say to [-8, 8]) where a network makes
 * it.
 * @returns [cells, genes], in nats; the caller disposes it.
 * @throws RangeError on differing shapes.
 * @example
 * ```ts
 * const loss = gaussianLogLikelihood(x, mean, logVariance).sum(1).mean().neg();
 * ```
 */
export function gaussianLogLikelihood(
  x: tf.Tensor2D,
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
): tf.Tensor2D {
  checkSameShape('gaussianLogLikelihood: mean', mean, x);
  checkFitsInto('gaussianLogLikelihood: logVariance', logVariance, x);
  return tf.tidy(() => gaussianLogDensity(x, mean, logVariance) as tf.Tensor2D);
}
