import * as tf from '@tensorflow/tfjs';

let lazy = false;

/**
 * To be called before variables are made outside of async code: tfjs then starts its cpu backend unasked. That isn't a
 * choice; the first fit may move on to a faster one, and tensors move along.
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
