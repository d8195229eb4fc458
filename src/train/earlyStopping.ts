import { numberWithin, wholeNumber } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import type { EpochRecord } from './epochRecord.js';

/** Options of early stopping, which watches the `error` of {@link ValidationRecord}. */
export interface EarlyStopping {
  /** Number of epochs without improvement after which training stops; default 10. */
  patience?: number;
  /** Smallest decrease of the `error` that counts as improvement, in its units; default 0. */
  minDelta?: number;
}

const table = {
  patience: (argument, given = 10) => wholeNumber(argument, given),
  minDelta: (argument, given = 0) => numberWithin(argument, given, 0),
} satisfies OptionTable<EarlyStopping>;

/** Fills in the defaults. Throws on an invalid option. */
export function checkEarlyStopping(options: EarlyStopping): Required<EarlyStopping> {
  return readOptions('fit: earlyStopping', options, table, '.');
}

/** The best epoch so far: the last one whose error was lower by more than `minDelta`. -1 if there is none. */
export function bestEpoch(history: readonly EpochRecord[], options: EarlyStopping): number {
  const { minDelta } = checkEarlyStopping(options);
  let best = -1;
  let lowest = Infinity;
  for (const { epoch, validation } of history) {
    // Written this way, NaN counts as no improvement.
    if (!validation || !(validation.error < lowest - minDelta)) continue;
    lowest = validation.error;
    best = epoch;
  }
  return best;
}

/** Whether the last `patience` epochs were all without improvement. */
export function shouldStop(history: readonly EpochRecord[], options: EarlyStopping): boolean {
  const last = history.at(-1)?.epoch ?? -1;
  return last - bestEpoch(history, options) >= checkEarlyStopping(options).patience;
}
