import * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { identityMatrix } from '../../tensor/identityMatrix.js';
import { leastBandwidth } from './bandwidth.js';
import type { KernelMixture } from './rbfOptions.js';

function checkBandwidths(argument: string, widths: readonly number[]): void {
  for (const width of widths) numberWithin(argument, width, leastBandwidth);
  if (widths.length) return;
  throw badValue({ argument, expected: 'at least one bandwidth', received: '[]' });
}

const total = (tensors: tf.Tensor2D[]): tf.Tensor2D => tensors.reduce((sum, next) => sum.add(next));

/**
 * `Σ_l exp(-d² / bw_l)` within one sample, for an explicit list of bandwidths.
 *
 * The distance of a point from itself is set to exactly 0, in the value and in the slope: compared with a
 * bandwidth of 1e-6, the rounding of a Gram matrix is large.
 */
export function fixedGaussians(argument: string, widths: readonly number[]): KernelMixture {
  checkBandwidths(`${argument}: bandwidths`, widths);
  const widest = Math.max(...widths);
  return {
    widest: () => tf.scalar(widest),
    sums: (exponent) => {
      const others = tf.sub(1, identityMatrix(exponent.shape[0]));
      const apart = tf.mul(exponent, others);
      const parts = widths.map((width) => tf.exp(tf.mul(apart, widest / width)) as tf.Tensor2D);
      const slopes = parts.map((part, i) => tf.mul(part, widest / widths[i]!) as tf.Tensor2D);
      return { value: total(parts), slope: tf.mul(total(slopes), others) };
    },
  };
}
