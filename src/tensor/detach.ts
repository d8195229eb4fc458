import * as tf from '@tensorflow/tfjs';

/**
 * The same values, without gradient: what follows doesn't train what came before (tfjs has no stop-gradient).
 *
 * @param x - Any tensor. The result is a new tensor, the caller's to dispose (or the surrounding `tf.tidy`'s).
 * @example
 * ```ts
 * decoder.apply(tf.concat([zBio, detach(zNio), oneHot], 1), mode); // reconstruction can't shape z_nio
 * ```
 */
export function detach<T extends tf.Tensor>(x: T): T {
  // The clone matters: tfjs gives a customGrad that returns its own input the wrong gradient.
  const stop = tf.customGrad((t) => {
    const at = t as tf.Tensor;
    return { value: at.clone(), gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy) };
  });
  return stop(x) as T;
}
