import { type RangeOptions, rangeShare } from './linearSchedule.js';
import type { Schedule } from './schedule.js';

/**
 * Half a cosine, flat at both ends: to + (from - to)·(1 + cos(π·share))/2.
 *
 * Source: Loshchilov & Hutter 2017, SGDR.
 *
 * @throws RangeError on a value that isn't finite or an unknown option.
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
