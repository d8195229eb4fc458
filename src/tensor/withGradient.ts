import * as tf from '@tensorflow/tfjs';

/** A value and how its gradient goes back to the inputs, one tensor per input, in their order. */
export interface ValueWithGradient<Out extends tf.Tensor> {
  value: Out;
  /** @param dy - Gradient of the loss in `value`. @param saved - What was handed to `save`, in that order. */
  gradient(dy: Out, saved: tf.Tensor[]): tf.Tensor[];
}

/**
 * `tf.customGrad`, typed. Two rules of tfjs that it can't enforce: `value` must not be an input itself (the
 * gradient would silently be 0: clone it), and every tensor that `gradient` reads must go through `save` (others
 * are disposed by then). What is saved as an input keeps second derivatives right; what was computed on the way
 * does not.
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
