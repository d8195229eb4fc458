import { numberWithin, wholeNumber } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import type { EpochRecord } from './epochRecord.js';

/** When to stop before the last epoch. */
export interface EarlyStopping {
  /** Epochs without improvement after which training stops; default 10. */
  patience?: number;
  /** Least fall of the validation's `error` that counts as improvement; default 0. */
  minDelta?: number;
}

const table = {
  patience: (argument, given = 10) => wholeNumber(argument, given),
  minDelta: (argument, given = 0) => numberWithin(argument, given, 0),
} satisfies OptionTable<EarlyStopping>;

/** The options with defaults filled in. Throws on a bad one. */
export function checkEarlyStopping(options: EarlyStopping): Required<EarlyStopping> {
  return readOptions('fit: earlyStopping', options, table, '.');
}

/** Epoch of the lowest validation error so far: the last one that fell by more than `minDelta`. */
export function bestEpoch(history: readonly EpochRecord[], options: EarlyStopping): number {
  const { minDelta } = checkEarlyStopping(options);
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
  return last - bestEpoch(history, options) >= checkEarlyStopping(options).patience;
}
