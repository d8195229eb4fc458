import { numberWithin } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { type Schedule, type Scheduled, scheduled, valueAt } from './schedule.js';

/** Options of {@link warmUp}. */
export interface WarmUpOptions {
  /** Number of epochs at 0; a value below 1 is a share of the run. */
  epochs: number;
  /**
   * Number of epochs over which the value then rises linearly; a value below 1 is a share of the run. Default
   * 0: it rises at once.
   */
  ramp?: number;
  /** Final value, which may itself be a schedule. */
  to: Scheduled;
}

const table = {
  epochs: (argument, given) => numberWithin(argument, given, 0),
  ramp: (argument, given = 0) => numberWithin(argument, given, 0),
  to: (argument, given) => scheduled(argument, given),
} satisfies OptionTable<WarmUpOptions>;

/**
 * 0 for the first epochs, then a linear rise to `to`: `min(1, (epoch - epochs + 1) / max(1, ramp))·to`.
 *
 * As the weight of a term, it leaves the first epochs to reconstruction and classification.
 *
 * @throws RangeError if a number is negative or an option is unknown.
 * @example
 * ```ts
 * disentangle({ measure: 'hsic', weight: warmUp({ epochs: 0.1, ramp: 0.1, to: 10 }) });
 * ```
 */
export function warmUp(options: WarmUpOptions): Schedule {
  const { epochs: wait, ramp, to } = readOptions('warmUp', options, table);
  return (progress) => {
    const start = wait < 1 ? Math.round(wait * progress.epochs) : wait;
    const length = Math.max(1, ramp < 1 ? ramp * progress.epochs : ramp);
    if (progress.epoch < start) return 0;
    return Math.min(1, (progress.epoch - start + 1) / length) * valueAt(to, progress);
  };
}
