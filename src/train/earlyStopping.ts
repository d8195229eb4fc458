import { numberWithin, rejectUnknown, wholeNumber } from '../check/checks.js';
import type { EpochRecord } from './epochRecord.js';

/** When to stop before the last epoch. */
export interface EarlyStopping {
  /** Epochs without improvement after which training stops; default 10. */
  patience?: number;
  /** Least fall of the validation's `error` that counts as improvement; default 0. */
  minDelta?: number;
}

/** Throws on a bad option. */
export function checkEarlyStopping(options: EarlyStopping): void {
  rejectUnknown('fit: earlyStopping', options, ['patience', 'minDelta']);
  wholeNumber('fit: earlyStopping.patience', options.patience ?? 10);
  numberWithin('fit: earlyStopping.minDelta', options.minDelta ?? 0, 0);
}

/** Epoch of the lowest validation error so far: the last one that fell by more than `minDelta`. */
export function bestEpoch(history: readonly EpochRecord[], { minDelta = 0 }: EarlyStopping): number {
  let best = -1;
  let lowest = Infinity;
  for (const { epoch, validation } of history) {
    // So written that NaN is no improvement.
    if (!validation || !(validation.error < lowest - minDelta)) continue;
    lowest = validation.error;
    best = epoch;
  }
  return best;
}

/** Whether the last `patience` epochs brought no improvement. */
export function shouldStop(history: readonly EpochRecord[], options: EarlyStopping): boolean {
  const last = history.at(-1)?.epoch ?? -1;
  return last - bestEpoch(history, options) >= (options.patience ?? 10);
}
