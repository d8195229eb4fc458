import { numberWithin } from '../check/checks.js';
import type { Schedule } from './schedule.js';

/**
 * Always the same value.
 *
 * @throws RangeError if `value` isn't a finite number.
 * @example
 * ```ts
 * constantSchedule(0.1)({ epoch: 3, epochs: 10, step: 30, steps: 100 }); // 0.1
 * ```
 */
export function constantSchedule(value: number): Schedule {
  numberWithin('constantSchedule: value', value);
  return () => value;
}
