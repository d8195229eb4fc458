import * as tf from '@tensorflow/tfjs';

/**
 * The identity matrix. Unlike `tf.eye`, it is computed from n numbers, so that a recorded training step doesn't
 * carry an n x n constant.
 *
 * @returns [n, n]; the caller disposes it.
 */
export function identityMatrix(n: number): tf.Tensor2D {
  return tf.tidy(() => {
    const index = tf.range(0, n);
    const apart = index
      .reshape([n, 1])
      .sub(index.reshape([1, n]))
      .abs();
    return tf.sub(1, apart.step()) as tf.Tensor2D;
  });
}
