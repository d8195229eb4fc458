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
  return tf.tidy(() => {
    // The copy is made where nothing is recorded, and what is recorded hangs on an unrelated number: no gradient, not even
    // one of zeros, is sent back through what came before.
    const unrelated = tf.scalar(0);
    const copy = tf.customGrad(() => ({ value: x.clone(), gradFunc: () => tf.zerosLike(unrelated) }));
    return copy(unrelated) as T;
  });
}
