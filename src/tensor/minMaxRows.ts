import * as tf from '@tensorflow/tfjs';

/** The range of each row. */
export interface RowBounds {
  /** Smallest value. [rows, 1] */
  low: tf.Tensor2D;
  /** Largest minus smallest value. [rows, 1] */
  spread: tf.Tensor2D;
}

/** Smallest value and spread of each row. The caller (or its `tf.tidy`) disposes them. */
export function rowBounds(x: tf.Tensor2D): RowBounds {
  const low = tf.min(x, 1, true) as tf.Tensor2D;
  return { low, spread: tf.tidy(() => tf.sub(tf.max(x, 1, true), low)) };
}

/**
 * Scales each row to [0, 1]: `(x - min)/(max - min)`, like scikit-learn's `minmax_scale(x, axis=1)`. A row of
 * equal values becomes 0.
 *
 * @param x - [cells, genes]
 * @param bounds - The range of each row of x; computed if left out.
 * @returns A new tensor [cells, genes]; the caller disposes it.
 * @example
 * ```ts
 * minMaxRows(tf.tensor2d([[2, 4, 3]])); // [[0, 1, 0.5]]
 * ```
 */
export function minMaxRows(x: tf.Tensor2D, bounds?: RowBounds): tf.Tensor2D {
  return tf.tidy(() => {
    const { low, spread } = bounds ?? rowBounds(x);
    // The floor only matters if the spread is 0, and then the numerator is 0 too.
    return tf.div(tf.sub(x, low), tf.maximum(spread, 1e-30));
  });
}
