import { pause } from './pause.js';

/** A point between two parts of a long call: other code runs, then the call goes on, or rejects. */
export type Checkpoint = () => Promise<void>;

/** The checkpoint of a call that `signal` may abort; it then rejects with the signal's reason. */
export function checkpointOf(signal: AbortSignal | undefined): Checkpoint {
  return async () => {
    await pause();
    signal?.throwIfAborted();
  };
}
