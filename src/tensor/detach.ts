import * as tf from '@tensorflow/tfjs';
import { checkTensor } from './checkShapes.js';

/**
 * Returns the same values without their gradient: what follows doesn't train what came before (tfjs has no
 * stop-gradient).
 *
 * @param x - Any tensor. The result is a new tensor, which the caller or the surrounding `tf.tidy` disposes.
 * @example
 * ```ts
 * decoder.apply(tf.concat([zBio, detach(zNio), oneHot], 1), mode); // reconstruction can't shape z_nio
 * ```
 */
export function detach<T extends tf.Tensor>(x: T): T {
  checkTensor('detach: x', x);
  return tf.tidy(() => {
    // The copy is made outside of the gradient tape; the recorded operation depends on an unrelated number
    // only. No gradient, not even one of zeros, flows back into x.
    const unrelated = tf.scalar(0);
    const copy = tf.customGrad(() => ({ value: x.clone(), gradFunc: () => tf.zerosLike(unrelated) }));
    return copy(unrelated) as T;
  });
}
