import * as tf from '@tensorflow/tfjs';
import { checkScalar, checkTensor } from '../tensor/checkShapes.js';
import { withGradient } from '../tensor/withGradient.js';

/**
 * Returns the same values in the forward pass; the backward pass multiplies the gradient by `-factor`. A
 * classifier behind it learns to predict the batch, while the layers before it learn to hide the batch.
 *
 * @param x - Any tensor. The result is a new tensor, which the caller disposes.
 * @param factor - Strength: a number, or a scalar tensor if it changes during training. No gradient flows into
 * it.
 * @see Ganin and Lempitsky, Unsupervised Domain Adaptation by Backpropagation, ICML 2015.
 * @example
 * ```ts
 * const loss = batchClassifierLoss(adversary.apply(gradientReversal(zBio, 1), mode), oneHot);
 * ```
 */
export function gradientReversal<T extends tf.Tensor>(x: T, factor: number | tf.Scalar): T {
  checkTensor('gradientReversal: x', x);
  checkScalar('gradientReversal: factor', factor);
  return tf.tidy(() => {
    const strength = typeof factor === 'number' ? tf.scalar(factor) : factor;
    return withGradient<[T, tf.Scalar], T>([x, strength], (save, x, strength) => {
      save([strength]);
      // The clone is needed: if a customGrad returns its own input, tfjs computes a wrong gradient.
      const gradient = (dy: T, [s]: tf.Tensor[]) => [dy.mul(s!).neg(), tf.scalar(0)];
      return { value: x.clone(), gradient };
    });
  });
}
