import * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { checkHasRows } from '../tensor/checkShapes.js';

/** Options of {@link groupLasso}. */
export interface GroupLassoOptions {
  /** Norms below this value are smoothed. Default 0.1. */
  smoothing?: number | undefined;
}

const table = {
  smoothing: (argument, given = 0.1) => numberWithin(argument, given, 1e-6),
} satisfies OptionTable<GroupLassoOptions>;

/**
 * Group lasso on the weights of a layer: the sum, over inputs (genes), of the L2 norm of the weights that leave
 * the input. A gene that doesn't help loses all its weights together; the norms of the other genes rank them.
 *
 * A norm n below `a = smoothing` counts as `n²/2a + a/2`, which joins smoothly and has a gradient at 0. Genes
 * therefore end near 0, not exactly at it, and a gene whose weights are all 0 still adds `a/2`. scDisInFact
 * uses the mean: divide by the number of genes.
 *
 * @param weights - Weights of the first layer. [genes, units]
 * @param options - `smoothing`, default 0.1.
 * @returns Scalar >= 0; the caller disposes it.
 * @throws RangeError if there are no rows or an option is unknown or out of range.
 * @see Yuan and Lin, Model selection and estimation in regression with grouped variables, 2006; Zhang et al.,
 * scDisInFact, Nature Communications 2024.
 * @example
 * ```ts
 * const sparse = groupLasso(weights).div(weights.shape[0]);
 * ```
 */
export function groupLasso(weights: tf.Tensor2D, options: GroupLassoOptions = {}): tf.Scalar {
  const { smoothing } = readOptions('groupLasso', options, table);
  checkHasRows('groupLasso: weights', weights);
  return tf.tidy(() => {
    // Either the positive or the negative part of n² - a² is 0, so that no root is taken near 0 and no
    // comparison is needed.
    const beyond = weights
      .square()
      .sum(1)
      .sub(smoothing ** 2);
    const long = beyond
      .relu()
      .add(smoothing ** 2)
      .sqrt();
    const short = beyond
      .neg()
      .relu()
      .div(2 * smoothing);
    return long.sub(short).sum().asScalar();
  });
}
