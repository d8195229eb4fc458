import * as tf from '@tensorflow/tfjs';
import { checkFitsInto } from '../tensor/broadcast.js';
import { checkSameShape, checkTensor2d } from '../tensor/checkShapes.js';
import { gaussianLogDensity } from './gaussianLogDensity.js';

/**
 * Log-likelihood under Gaussians, entry by entry: `-½ [(x - m)² / exp(lv) + lv + log 2π]`. Reduce it as needed:
 * `.sum(1).mean().neg()` is the loss per cell.
 *
 * @param x - Values. [cells, genes]
 * @param mean - [cells, genes]
 * @param logVariance - [cells, genes], or [1, genes] for one value per gene; clamp it (for example to [-8, 8])
 * if a network predicts it.
 * @returns [cells, genes], in nats; the caller disposes it.
 * @throws RangeError if the shapes differ.
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
  checkTensor2d('gaussianLogLikelihood: x', x);
  checkSameShape('gaussianLogLikelihood: mean', mean, x);
  checkFitsInto('gaussianLogLikelihood: logVariance', logVariance, x);
  return tf.tidy(() => gaussianLogDensity(x, mean, logVariance) as tf.Tensor2D);
}
