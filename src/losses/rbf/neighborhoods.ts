import * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { checkHasRows } from '../../tensor/checkShapes.js';
import { detach } from '../../tensor/detach.js';
import { squaredDistances } from '../../tensor/squaredDistances.js';
import { meanBandwidth } from './bandwidth.js';

/** Options of {@link neighborhoods}. */
export interface NeighborhoodOptions {
  /** Width of a neighbourhood, as a share of the mean squared distance of all cells; default 1/16. */
  width?: number | undefined;
}

/** Entries of {@link NeighborhoodOptions}. */
export const neighborhoodTable: OptionTable<NeighborhoodOptions, { width: number }> = {
  width: (argument, given = 1 / 16) => numberWithin(argument, given, 1e-6),
};

/**
 * Soft neighbourhoods, one around every cell of a minibatch: `R_is = softmax_s(-|z_i - z_s|² / (width · mean d²))`.
 *
 * Strata for {@link conditionalBatchDependenceLoss}: what lies in one of them is alike but for the finest differences.
 *
 * @param z - Latents. [cells, dims]
 * @returns Membership of each cell in each neighbourhood; rows sum to 1. No gradient flows through it. [cells, cells]; the
 * caller disposes it.
 * @throws RangeError without rows, on an unknown option or a width that isn't positive.
 * @example
 * ```ts
 * conditionalBatchDependenceLoss(z, oneHot, neighborhoods(z));
 * ```
 */
export function neighborhoods(z: tf.Tensor2D, options: NeighborhoodOptions = {}): tf.Tensor2D {
  const { width } = readOptions('neighborhoods', options, neighborhoodTable);
  checkHasRows('neighborhoods: z', z);
  return tf.tidy(() => {
    const at = detach(z);
    const closeness = squaredDistances(at).div<tf.Tensor2D>(meanBandwidth(at).mul(-width));
    return tf.softmax(closeness);
  });
}
