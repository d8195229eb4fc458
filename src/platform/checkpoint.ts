import { pause } from './pause.js';

/** Called after every part of a call with the work done so far and all of it, in a unit of the call's own. */
export type OnProgress = (done: number, all: number) => void;

/**
 * A point between two parts of a long call: it tells how far the call is, other code runs, then the call goes on, or rejects.
 *
 * @param work - What the part that has ended took, in the unit of the call; default 1.
 */
export type Checkpoint = (work?: number) => Promise<void>;

/** What a {@link Checkpoint} serves. */
export interface Watchers {
  /** Aborts the call, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  onProgress?: OnProgress | undefined;
}

/** The checkpoint of a call. Its parts take `all` in total. */
export function checkpointOf({ signal, onProgress }: Watchers, all = 1): Checkpoint {
  let done = 0;
  return async (work = 1) => {
    done += work;
    onProgress?.(done, all);
    await pause();
    signal?.throwIfAborted();
  };
}
