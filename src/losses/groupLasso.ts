import * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { checkHasRows } from '../tensor/checkShapes.js';

/** How {@link groupLasso} behaves near zero. */
export interface GroupLassoOptions {
  /** Norms below this are rounded off. Default 0.1. */
  smoothing?: number | undefined;
}

const table = {
  smoothing: (argument, given = 0.1) => numberWithin(argument, given, 1e-6),
} satisfies OptionTable<GroupLassoOptions>;

/**
 * Group lasso on the weights of a layer: the sum over inputs (genes) of the L2 norm of the weights that leave them.
 * Genes that don't help lose all their weights together; the norms of the others rank the genes.
 *
 * A norm n below `a = smoothing` counts as `n²/2a + a/2`, which joins smoothly and has a gradient at 0; so genes end
 * near 0, not at it, and no weights at all give `a/2` a gene. scDisInFact takes the mean: divide by the genes.
 *
 * @param weights - First layer's kernel. [genes, units]
 * @returns Scalar >= 0; the caller disposes it.
 * @throws RangeError on no rows, an unknown option or one out of range.
 * @see Yuan and Lin, Model selection and estimation in regression with grouped variables, 2006; Zhang et al.,
 * scDisInFact, Nature Communications 2024.
 * @example
 * ```ts
 * const sparse = groupLasso(kernel).div(kernel.shape[0]);
 * ```
 */
export function groupLasso(weights: tf.Tensor2D, options: GroupLassoOptions = {}): tf.Scalar {
  const { smoothing } = readOptions('groupLasso', options, table);
  checkHasRows('groupLasso: weights', weights);
  return tf.tidy(() => {
    // Of n² - a² one of both parts is 0, so that no root is taken near 0 and no comparison is needed.
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
