import type * as tf from '@tensorflow/tfjs';
import { checkFitsInto, sumTo } from '../tensor/broadcast.js';
import { checkSameShape, checkTensor2d } from '../tensor/checkShapes.js';
import { stirlingRemainder, stirlingSlope } from '../tensor/stirlingRemainder.js';
import { withGradient } from '../tensor/withGradient.js';
import { halfDeviance } from './halfDeviance.js';
import { largestLog, largestLogDispersion } from './limits.js';
import { poissonLogMass } from './poissonLogMass.js';

interface Parts {
  mean: tf.Tensor;
  theta: tf.Tensor;
  /** r = (x + θ) / (m + θ). Given the sum x + θ, the expected x is m r and the expected θ is θ r. */
  ratio: tf.Tensor;
}

function parts(x: tf.Tensor2D, logMean: tf.Tensor2D, logDispersion: tf.Tensor2D): Parts {
  const mean = logMean.clipByValue(-largestLog, largestLog).exp();
  const theta = logDispersion.clipByValue(-largestLog, largestLogDispersion).exp();
  return { mean, theta, ratio: theta.add(x).div(theta.add(mean)) };
}

/** θ · halfDeviance(r): half the deviance of θ from θ r. The gradient with respect to log θ contains it too. */
const thetaDeviance = ({ theta, ratio }: Parts): tf.Tensor => halfDeviance(ratio).mul(theta);

function logMass(x: tf.Tensor2D, all: Parts): tf.Tensor2D {
  const { mean, theta, ratio } = all;
  const remainders = stirlingRemainder(theta.add(x)).sub(stirlingRemainder(theta));
  return poissonLogMass(x, mean.mul(ratio)).add(remainders).sub(thetaDeviance(all));
}

/** Gradients with respect to logMean and logDispersion. */
function slopes(dy: tf.Tensor, x: tf.Tensor, all: Parts): tf.Tensor[] {
  const { mean, theta } = all;
  const ofMean = x.sub(mean).mul(theta.div(theta.add(mean)));
  const remainders = stirlingSlope(theta.add(x)).sub(stirlingSlope(theta)).mul(theta);
  return [dy.mul(ofMean), sumTo(dy.mul(remainders.sub(thetaDeviance(all))), theta)];
}

/**
 * Log-likelihood of counts under negative binomial distributions with mean m and variance `m + m²/θ`, entry by
 * entry: `log Γ(x+θ) - log Γ(θ) - log x! + θ log(θ/(θ+m)) + x log(m/(θ+m))`. Reduce it as needed:
 * `.sum(1).mean().neg()` is scVI's loss per cell, `.mean().neg()` is scDisInFact's loss.
 *
 * It is computed in log space (DRVI's "pnb" is the same distribution) and in the saddle-point form, whose parts
 * don't cancel. For means from 1e-8 to 1e6, θ from 1e-6 to 1e6 and counts up to 1e6, the value is accurate to
 * 2e-6 of its size or of 1, whichever is larger; the gradient with respect to log θ is accurate to 2e-5, and
 * the gradient with respect to log m to 2e-6 of the count. `logMean` is clamped to [-40, 40] and
 * `logDispersion` to [-40, 20]; beyond, the gradient is that at the edge. First derivatives only.
 *
 * @param counts - x >= 0; no gradient flows into them. [cells, genes]
 * @param logMean - log m; pass `mean.add(1e-8).log()` if a network outputs means. [cells, genes]
 * @param logDispersion - log θ, with θ the inverse dispersion. [cells, genes], [1, genes] for one value per
 * gene, or [cells, 1] for one per cell.
 * @returns [cells, genes], in nats; the caller disposes it.
 * @throws RangeError if the shapes differ.
 * @see Lopez et al., Deep generative modeling for single-cell transcriptomics, Nature Methods 2018; Loader, Fast and
 * Accurate Computation of Binomial Probabilities, 2000.
 * @example
 * ```ts
 * const loss = negativeBinomialLogLikelihood(counts, logMean, logTheta).sum(1).mean().neg();
 * ```
 */
export function negativeBinomialLogLikelihood(
  counts: tf.Tensor2D,
  logMean: tf.Tensor2D,
  logDispersion: tf.Tensor2D,
): tf.Tensor2D {
  checkTensor2d('negativeBinomialLogLikelihood: counts', counts);
  checkSameShape('negativeBinomialLogLikelihood: logMean', logMean, counts);
  checkFitsInto('negativeBinomialLogLikelihood: logDispersion', logDispersion, counts);
  return withGradient([logMean, logDispersion], (save, logMean, logDispersion) => {
    const all = parts(counts, logMean, logDispersion);
    save([counts, all.mean, all.theta, all.ratio]);
    return {
      value: logMass(counts, all),
      gradient: (dy, [x, mean, theta, ratio]) =>
        slopes(dy, x!, { mean: mean!, theta: theta!, ratio: ratio! }),
    };
  });
}
