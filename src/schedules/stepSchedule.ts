import { numberWithin, wholeNumber } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import type { Schedule } from './schedule.js';

/** Options of {@link stepSchedule}. */
export interface StepScheduleOptions {
  /** Value during the first epochs. */
  from: number;
  /** Factor applied at each step; default 0.1. */
  factor?: number;
  /** Number of epochs between two steps. */
  every: number;
}

const table = {
  from: numberWithin,
  factor: (argument, given = 0.1) => numberWithin(argument, given),
  every: wholeNumber,
} satisfies OptionTable<StepScheduleOptions>;

/**
 * A staircase: `from·factor^floor(epoch / every)`.
 *
 * @throws RangeError if a value isn't finite, `every` is below 1, or an option is unknown.
 * @example
 * ```ts
 * stepSchedule({ from: 1e-3, factor: 0.5, every: 10 });
 * ```
 */
export function stepSchedule(options: StepScheduleOptions): Schedule {
  const { from, factor, every } = readOptions('stepSchedule', options, table);
  return ({ epoch }) => from * factor ** Math.floor(epoch / every);
}
