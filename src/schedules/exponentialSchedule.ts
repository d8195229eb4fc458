import { numberWithin } from '../check/checks.js';
import { type RangeOptions, rangeShare } from './linearSchedule.js';
import type { Schedule } from './schedule.js';

/**
 * The same factor at every step: `from·(to/from)^share`. `share` goes from 0 to 1 over the run, or over its
 * part up to `until`.
 *
 * @throws RangeError if an end isn't above 0 or an option is unknown.
 * @example
 * ```ts
 * exponentialSchedule({ from: 1e-2, to: 1e-4 });
 * ```
 */
export function exponentialSchedule(options: RangeOptions): Schedule {
  const share = rangeShare('exponentialSchedule', options);
  numberWithin('exponentialSchedule: from', options.from, Number.MIN_VALUE);
  numberWithin('exponentialSchedule: to', options.to, Number.MIN_VALUE);
  return (progress) => options.from * (options.to / options.from) ** share(progress);
}
