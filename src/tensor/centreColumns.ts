import * as tf from '@tensorflow/tfjs';

/**
 * Columns minus their mean: `x - mean(x)`. Twice, because the float32 mean of values with a large common offset
 * leaves a residue, and a constant column must come out as zero.
 *
 * @param x - [cells, dims]
 * @returns [cells, dims]; the caller disposes it.
 */
export function centreColumns(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const once = x.sub(x.mean(0, true));
    return once.sub(once.mean(0, true)) as tf.Tensor2D;
  });
}
