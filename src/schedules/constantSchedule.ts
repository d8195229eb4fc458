import { numberWithin } from '../check/checks.js';
import type { Schedule } from './schedule.js';

/**
 * Always the same value.
 *
 * @example
 * ```ts
 * constantSchedule(0.1)({ epoch: 3, epochs: 10, step: 30, steps: 100 }); // 0.1
 * ```
 */
export function constantSchedule(value: number): Schedule {
  numberWithin('constantSchedule: value', value);
  return () => value;
}
