import { numberWithin } from '../check/checks.js';
import { asGiven, type OptionTable, readOptions } from '../check/options.js';
import { type Schedule, type Scheduled, valueAt } from './schedule.js';

/** Options of {@link warmUp}. */
export interface WarmUpOptions {
  /** Epochs at 0; below 1 it is a share of the run. */
  epochs: number;
  /** Epochs over which the value then rises in a line; below 1 a share of the run; default 0, at once. */
  ramp?: number;
  /** Value reached; may be a schedule itself. */
  to: Scheduled;
}

const table = {
  epochs: (argument, given) => numberWithin(argument, given, 0),
  ramp: (argument, given = 0) => numberWithin(argument, given, 0),
  to: asGiven,
} satisfies OptionTable<WarmUpOptions>;

/**
 * 0 for the first epochs, then a line up to `to`: min(1, (epoch - epochs + 1) / max(1, ramp))·to.
 *
 * As the weight of a term it leaves the first epochs to reconstruction and classification alone.
 *
 * @throws RangeError on a negative number or an unknown option.
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
