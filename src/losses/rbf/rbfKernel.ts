import * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { listed } from '../../check/quoted.js';
import { checkHasRows, checkSameColumns } from '../../tensor/checkShapes.js';
import { squaredDistances } from '../../tensor/squaredDistances.js';
import { withGradient } from '../../tensor/withGradient.js';
import { leastBandwidth } from './bandwidth.js';
import { geometricMixture, type KernelMixture, type RbfOptions, rbfTable } from './rbfOptions.js';

/** {@link RbfOptions}, or the standard deviation of a single Gaussian. */
export interface RbfKernelOptions extends RbfOptions {
  /**
   * Standard deviation of a single Gaussian `exp(-d²/2σ²)`, in units of distance; the same as
   * `{ kernelNum: 1, fixSigma: 2σ² }`. Excludes the other options.
   */
  sigma?: number | undefined;
}

const table = {
  ...rbfTable,
  sigma: (argument, given) =>
    given === undefined ? given : numberWithin(argument, given, Math.sqrt(leastBandwidth / 2)),
} satisfies OptionTable<RbfKernelOptions>;

// exp(-d²/2σ²) is the mixture of one Gaussian with bandwidth 2σ².
function single({ sigma, ...others }: RbfKernelOptions): RbfOptions {
  const also = Object.keys(others).filter((key) => others[key as keyof RbfOptions] !== undefined);
  if (also.length === 0) return { kernelNum: 1, fixSigma: 2 * sigma! ** 2 };
  const expected = 'sigma alone: it means one Gaussian';
  throw badValue({ argument: 'rbfKernel', expected, received: `sigma and ${listed(also)}` });
}

// The derivative comes with the value; automatic differentiation would go back through every square.
function mixtureValues(distances: tf.Tensor2D, widest: tf.Scalar, sums: KernelMixture['sums']): tf.Tensor2D {
  return withGradient([distances, widest], (save, distances, widest) => {
    const { value, slope } = sums(distances.div<tf.Tensor2D>(widest).neg());
    save([slope.div(widest).neg()]);
    return { value, gradient: (dy, [slope]) => [dy.mul(slope!), tf.scalar(0)] };
  });
}

/**
 * Gaussian kernel of all pairs of rows, as a sum over several bandwidths:
 * `k_ij = Σ_l exp(-|x_i - y_j|² / bw_l)`, `bw_l = bw · kernelMul^l` for l = 0 … kernelNum - 1,
 * `bw = b / kernelMul^floor(kernelNum / 2)`.
 *
 * `b` is `fixSigma` or, by default, the mean squared distance over all pairs of the joint sample of x and y,
 * `Σ d² / (N² - N)`, which is held constant for the gradient and is at least 1e-8. With `sigma`, the kernel is
 * the single Gaussian `exp(-|x_i - y_j|² / 2σ²)`. First derivatives only: the gradient of the gradient isn't
 * right.
 *
 * @param x - First sample. [n, dims]
 * @param y - Second sample. If it is left out or is `x` itself, the joint sample is `x` alone. [m, dims]
 * @param options - `kernelMul` 2, `kernelNum` 5, `fixSigma`; or `sigma` alone.
 * @returns [n, m], values in (0, kernelNum]; the caller disposes it.
 * @throws RangeError if the numbers of columns differ, a sample has no rows, or an option is unknown or out of
 * range.
 * @see Gretton et al., A Kernel Two-Sample Test, JMLR 2012; Long et al., Learning Transferable Features with Deep
 * Adaptation Networks, ICML 2015 (several bandwidths).
 * @example
 * ```ts
 * rbfKernel(x, y); // five Gaussians around the mean squared distance
 * rbfKernel(x, y, { sigma: 1 }); // exp(-d²/2)
 * ```
 */
export function rbfKernel(x: tf.Tensor2D, y: tf.Tensor2D = x, options: RbfKernelOptions = {}): tf.Tensor2D {
  const { sigma, ...several } = readOptions('rbfKernel', options, table);
  checkHasRows('rbfKernel: x', x);
  checkHasRows('rbfKernel: y', y);
  checkSameColumns('rbfKernel: y', y, x);
  const { widest, sums } = geometricMixture('rbfKernel', sigma === undefined ? several : single(options));
  return tf.tidy(() => {
    const width = x === y ? widest(x) : widest(x, y);
    return mixtureValues(squaredDistances(x, y), width, sums);
  });
}
