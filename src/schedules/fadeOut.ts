import { type Schedule, type Scheduled, scheduled, valueAt } from './schedule.js';

/**
 * Fades a value out linearly over the epochs: `from·(1 - epoch/epochs)`.
 *
 * @param from - Value in the first epoch, which may itself be a schedule; default 1.
 * @example
 * ```ts
 * contrastive({ weight: fadeOut(0.5) });
 * ```
 */
export function fadeOut(from: Scheduled = 1): Schedule {
  scheduled('fadeOut: from', from);
  return (progress) => valueAt(from, progress) * (1 - progress.epoch / progress.epochs);
}
