import * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { checkHasRows } from '../../tensor/checkShapes.js';
import { detach } from '../../tensor/detach.js';
import { squaredDistances } from '../../tensor/squaredDistances.js';
import { meanBandwidth } from './bandwidth.js';

/** Options of {@link neighborhoods}. */
export interface NeighborhoodOptions {
  /** Width of a neighbourhood, as a share of the mean squared distance between all cells; default 1/16. */
  width?: number | undefined;
}

/** Entries of {@link NeighborhoodOptions}. */
export const neighborhoodTable: OptionTable<NeighborhoodOptions, { width: number }> = {
  width: (argument, given = 1 / 16) => numberWithin(argument, given, 1e-6),
};

/**
 * Soft neighbourhoods, one around each cell of a minibatch:
 * `R_is = softmax_s(-|z_i - z_s|² / (width · mean d²))`.
 *
 * They serve as strata for {@link conditionalBatchDependenceLoss}: cells in one neighbourhood differ only
 * slightly.
 *
 * @param z - Latents. [cells, dims]
 * @param options - `width`, default 1/16.
 * @returns Membership of each cell (row) in each neighbourhood (column); rows sum to 1. No gradient flows
 * through it. [cells, cells]; the caller disposes it.
 * @throws RangeError if there are no rows, `width` is below 1e-6 or an option is unknown.
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
