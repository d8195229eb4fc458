import { numberWithin, wholeNumber } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import type { Schedule } from './schedule.js';

/** Options of {@link stepSchedule}. */
export interface StepScheduleOptions {
  /** Value of the first epochs. */
  from: number;
  /** Factor of each step; default 0.1. */
  factor?: number;
  /** Epochs between two steps. */
  every: number;
}

const table = {
  from: numberWithin,
  factor: (argument, given = 0.1) => numberWithin(argument, given),
  every: wholeNumber,
} satisfies OptionTable<StepScheduleOptions>;

/**
 * A staircase: from·factor^floor(epoch / every).
 *
 * @throws RangeError on a value that isn't finite, `every` below 1, or an unknown option.
 * @example
 * ```ts
 * stepSchedule({ from: 1e-3, factor: 0.5, every: 10 });
 * ```
 */
export function stepSchedule(options: StepScheduleOptions): Schedule {
  const { from, factor, every } = readOptions('stepSchedule', options, table);
  return ({ epoch }) => from * factor ** Math.floor(epoch / every);
}
