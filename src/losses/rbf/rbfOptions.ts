import * as tf from '@tensorflow/tfjs';
import { numberWithin, wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { leastBandwidth, meanBandwidth } from './bandwidth.js';
import { gaussianSums } from './gaussianSums.js';

/** Several Gaussians `exp(-d²/bw)`, whose bandwidths bw are a geometric series around one bandwidth. */
export interface RbfOptions {
  /** Ratio of neighbouring bandwidths, at least 1. Default 2, which is also the fastest. */
  kernelMul?: number | undefined;
  /** Number of Gaussians. Default 5. */
  kernelNum?: number | undefined;
  /**
   * The middle bandwidth, in units of squared distance: its Gaussian is `exp(-d²/fixSigma)`. In spite of its
   * name, it isn't a standard deviation. The `sigma` of {@link rbfKernel} is one, and corresponds to a
   * `fixSigma` of 2·sigma². Default: the mean squared distance of the joint sample.
   */
  fixSigma?: number | undefined;
}

/** Entries of {@link RbfOptions}. */
export const rbfTable: OptionTable<
  RbfOptions,
  { kernelMul: number; kernelNum: number; fixSigma: number | undefined }
> = {
  kernelMul: (argument, given = 2) => numberWithin(argument, given, 1),
  kernelNum: (argument, given = 5) => wholeNumber(argument, given),
  fixSigma: (argument, given) =>
    given === undefined ? given : numberWithin(argument, given, leastBandwidth),
};

/**
 * A sum of Gaussians of the distances within one sample. Distances are expressed in units of the widest
 * bandwidth.
 */
export interface KernelMixture {
  /** The widest bandwidth, in units of squared distance; a constant for the gradient. The caller disposes it. */
  widest(...samples: tf.Tensor2D[]): tf.Scalar;
  /** The sum, and its derivative with respect to `exponent` = -d² / widest. [n, m] each */
  sums(exponent: tf.Tensor2D): { value: tf.Tensor2D; slope: tf.Tensor2D };
}

/**
 * Gaussians whose bandwidths are a geometric series around one. Fills in the defaults and checks the values.
 *
 * @param argument - Name of the calling function, for error messages.
 */
export function geometricMixture(argument: string, options: RbfOptions): KernelMixture {
  const { kernelMul, kernelNum, fixSigma } = readOptions(argument, options, rbfTable);
  const factor = kernelMul ** (kernelNum - 1 - Math.floor(kernelNum / 2));
  const middle = (samples: tf.Tensor2D[]): tf.Scalar =>
    fixSigma === undefined ? meanBandwidth(...samples) : tf.scalar(fixSigma);
  return {
    widest: (...samples) => tf.tidy(() => middle(samples).mul(factor)),
    sums: (exponent) => gaussianSums(exponent, kernelMul, kernelNum),
  };
}
