import * as tf from '@tensorflow/tfjs';

let lazy = false;

/**
 * Called before a variable is made. Outside of async code it may be the first tensor, for which tfjs starts its cpu backend
 * unasked. That isn't the user's choice: the first fit may still start a faster backend, and tensors move along.
 */
export function beforeFirstTensor(): void {
  if (!tf.getBackend()) lazy = true;
}

/** Whether the backend in force was started unasked by {@link beforeFirstTensor}'s caller. Asking forgets it. */
export function startedUnasked(): boolean {
  const unasked = lazy && tf.getBackend() === 'cpu';
  lazy = false;
  return unasked;
}
