import * as tf from '@tensorflow/tfjs';

/** A value, and how its gradient flows back to the inputs: one tensor per input, in their order. */
export interface ValueWithGradient<Out extends tf.Tensor> {
  value: Out;
  /**
   * @param dy - Gradient of the loss with respect to `value`.
   * @param saved - The tensors that were passed to `save`, in the same order.
   */
  gradient(dy: Out, saved: tf.Tensor[]): tf.Tensor[];
}

/**
 * A typed `tf.customGrad`. It can't enforce two rules of tfjs: `value` must not be an input itself (the
 * gradient would silently be 0; clone it), and every tensor that `gradient` reads must be passed to `save`
 * (others are disposed by then). Second derivatives are right for saved inputs, but not for saved intermediate
 * results.
 */
export function withGradient<In extends tf.Tensor[], Out extends tf.Tensor>(
  inputs: [...In],
  forward: (save: (tensors: tf.Tensor[]) => void, ...inputs: In) => ValueWithGradient<Out>,
): Out {
  const run = tf.customGrad((...args) => {
    const save = args.pop() as (tensors: tf.Tensor[]) => void;
    const { value, gradient } = forward(save, ...(args as tf.Tensor[] as In));
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradient(dy as Out, saved) };
  });
  return run(...inputs) as Out;
}
