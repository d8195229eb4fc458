import type * as tf from '@tensorflow/tfjs';
import { checkFitsInto, sumTo } from '../tensor/broadcast.js';
import { checkSameShape } from '../tensor/checkShapes.js';
import { stirlingRemainder, stirlingSlope } from '../tensor/stirlingRemainder.js';
import { withGradient } from '../tensor/withGradient.js';
import { halfDeviance } from './halfDeviance.js';
import { largestLog, largestLogDispersion } from './limits.js';
import { poissonLogMass } from './poissonLogMass.js';

interface Parts {
  mean: tf.Tensor;
  theta: tf.Tensor;
  /** r = (x + θ) / (m + θ): given both counts' sum, m r is what x should be, and θ r what θ should be. */
  ratio: tf.Tensor;
}

function parts(x: tf.Tensor2D, logMean: tf.Tensor2D, logDispersion: tf.Tensor2D): Parts {
  const mean = logMean.clipByValue(-largestLog, largestLog).exp();
  const theta = logDispersion.clipByValue(-largestLog, largestLogDispersion).exp();
  return { mean, theta, ratio: theta.add(x).div(theta.add(mean)) };
}

/** θ times half the deviance of θ from θ r; also what r adds to the gradient in log θ. */
const thetaDeviance = ({ theta, ratio }: Parts): tf.Tensor => halfDeviance(ratio).mul(theta);

function logMass(x: tf.Tensor2D, all: Parts): tf.Tensor2D {
  const { mean, theta, ratio } = all;
  const remainders = stirlingRemainder(theta.add(x)).sub(stirlingRemainder(theta));
  return poissonLogMass(x, mean.mul(ratio)).add(remainders).sub(thetaDeviance(all));
}

/** Gradients in logMean and logDispersion. */
function slopes(dy: tf.Tensor, x: tf.Tensor, all: Parts): tf.Tensor[] {
  const { mean, theta } = all;
  const ofMean = x.sub(mean).mul(theta.div(theta.add(mean)));
  const remainders = stirlingSlope(theta.add(x)).sub(stirlingSlope(theta)).mul(theta);
  return [dy.mul(ofMean), sumTo(dy.mul(remainders.sub(thetaDeviance(all))), theta)];
}

/**
 * Log-likelihood of counts under negative binomial distributions of mean m and variance `m + m²/θ`, entry by entry:
 * `log Γ(x+θ) - log Γ(θ) - log x! + θ log(θ/(θ+m)) + x log(m/(θ+m))`. Reduce it as you need: `.sum(1).mean().neg()`
 * is scVI's loss of a cell, `.mean().neg()` scDisInFact's.
 *
 * Everything is taken in log space (DRVI's "pnb" is the same distribution) and in the saddle-point form, whose parts
 * don't cancel. For means from 1e-8 to 1e6, θ from 1e-6 to 1e6 and counts to 1e6 the value is good to 2e-6 of its
 * size or of 1, the gradient in log θ to 2e-5, and the gradient in log m to 2e-6 of the count. `logMean` is held to [-40, 40], `logDispersion` to [-40, 20]; beyond, the gradient is that
 * of the edge. First derivatives only.
 *
 * @param counts - x >= 0; no gradient flows into them. [cells, genes]
 * @param logMean - log m; `mean.add(1e-8).log()` where a network gives means. [cells, genes]
 * @param logDispersion - log θ, θ the inverse dispersion. [cells, genes], or [1, genes] for one a gene, or [cells, 1].
 * @returns [cells, genes], in nats; the caller disposes it.
 * @throws RangeError on differing shapes.
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
