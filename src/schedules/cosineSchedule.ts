import { type RangeOptions, rangeShare } from './linearSchedule.js';
import type { Schedule } from './schedule.js';

/**
 * Half a cosine, flat at both ends: `to + (from - to)·(1 + cos(π·share))/2`. `share` goes from 0 to 1 over the
 * run, or over its part up to `until`.
 *
 * @throws RangeError if a value isn't finite or an option is unknown.
 * @see Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR 2017.
 * @example
 * ```ts
 * new DisentangledAE({ optimizer: { learningRate: cosineSchedule({ from: 2e-3, to: 1e-4 }) } });
 * ```
 */
export function cosineSchedule(options: RangeOptions): Schedule {
  const share = rangeShare('cosineSchedule', options);
  const { from, to } = options;
  return (progress) => to + ((from - to) * (1 + Math.cos(Math.PI * share(progress)))) / 2;
}
