import { numberWithin } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import type { Progress, Schedule } from './schedule.js';

/** Options of a schedule that goes from one value to another. */
export interface RangeOptions {
  /** Value at the first step. */
  from: number;
  /** Final value, which is kept from then on. */
  to: number;
  /** Share of the run after which `to` is reached, in (0, 1]; default 1. */
  until?: number;
}

const table = {
  from: numberWithin,
  to: numberWithin,
  until: (argument, given = 1) => numberWithin(argument, given, 1e-9, 1),
} satisfies OptionTable<RangeOptions>;

/** Returns the share, from 0 to 1, of the way from `from` to `to` that is done. Checks the options once. */
export function rangeShare(name: string, options: RangeOptions): Schedule {
  const { until } = readOptions(name, options, table);
  return (progress) => Math.min(1, runShare(progress) / until);
}

/**
 * A straight line: `from + (to - from)·share`. `share` goes from 0 to 1 over the run, or over its part
 * up to `until`.
 *
 * The default input noise is `linearSchedule({ from: 0.1, to: 0.02 })`.
 *
 * @throws RangeError if a value isn't finite or an option is unknown.
 * @example
 * ```ts
 * new DisentangledAE({ noise: linearSchedule({ from: 0.2, to: 0 }) });
 * ```
 */
export function linearSchedule(options: RangeOptions): Schedule {
  const share = rangeShare('linearSchedule', options);
  return (progress) => options.from + (options.to - options.from) * share(progress);
}

/** Share of the run that is done: 0 at the first step, 1 at the last. */
function runShare({ step, steps }: Progress): number {
  return steps > 1 ? step / (steps - 1) : 0;
}
