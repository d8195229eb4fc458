import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../tensor/withGradient.js';

/**
 * The same values forward; backward, the gradient times `-factor`. A classifier behind it learns to tell the batch
 * while what lies before it learns to hide it.
 *
 * @param x - Any tensor; its values come back as a new tensor, the caller's to dispose.
 * @param factor - Strength. A number, or a scalar tensor where it changes while training; no gradient flows into
 * it.
 * @see Ganin and Lempitsky, Unsupervised Domain Adaptation by Backpropagation, ICML 2015.
 * @example
 * ```ts
 * const loss = batchClassifierLoss(adversary.apply(gradientReversal(zBio, 1), mode), oneHot);
 * ```
 */
export function gradientReversal<T extends tf.Tensor>(x: T, factor: number | tf.Scalar): T {
  return tf.tidy(() => {
    const strength = typeof factor === 'number' ? tf.scalar(factor) : factor;
    return withGradient<[T, tf.Scalar], T>([x, strength], (save, x, strength) => {
      save([strength]);
      // The clone matters: tfjs gives a customGrad that returns its own input the wrong gradient.
      const gradient = (dy: T, [s]: tf.Tensor[]) => [dy.mul(s!).neg(), tf.scalar(0)];
      return { value: x.clone(), gradient };
    });
  });
}
