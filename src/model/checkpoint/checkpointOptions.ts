import { anObject, numberWithin, text, wholeNumber } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';

/** Time from one writing of a checkpoint to the next. */
export interface CheckpointPeriod {
  /** Minutes, above 0. */
  minutes: number;
}

/**
 * Where and how often `fit` keeps its run, see docs/reliability.md.
 *
 * @example
 * ```ts
 * // The same line at the first start and after a kill:
 * await model.fit(x, batch, { checkpoint: { path: 'run.zbio', every: { minutes: 10 } }, resume: true });
 * ```
 */
export interface CheckpointOptions {
  /** Path of the file. `load` and `verifyModel` read it. */
  path: string;
  /** Number of epochs from one writing to the next, or of minutes, looked at when an epoch ends; default 1 epoch. */
  every?: number | CheckpointPeriod;
}

function everyOption(argument: string, every: number | CheckpointPeriod): number | CheckpointPeriod {
  if (typeof every === 'number') return wholeNumber(argument, every);
  anObject(argument, every, 'a number of epochs or { minutes }');
  const { minutes } = readOptions(argument, every, { minutes: numberWithin }, '.');
  if (minutes > 0) return { minutes };
  throw badValue({ argument: `${argument}.minutes`, expected: 'a number above 0', received: `${minutes}` });
}

const table = {
  path: text,
  every: (argument, given = 1) => everyOption(argument, given),
} satisfies OptionTable<CheckpointOptions>;

/** Fills in the default. Throws on an option that is unknown or impossible. */
export function checkpointOption(argument: string, given: CheckpointOptions): Required<CheckpointOptions> {
  anObject(argument, given, "{ path: 'run.zbio' }");
  return readOptions(argument, given, table, '.');
}
