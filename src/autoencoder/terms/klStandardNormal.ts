import { oneOf, rejectUnknown } from '../../check/checks.js';
import { klOfMoments } from '../../losses/klOfMoments.js';
import { klStandardNormalLoss } from '../../losses/klStandardNormalLoss.js';
import type { LossTerm } from './forwardPass.js';
import { type BlockName, blockNames, type TermOptions, termOptionNames } from './termOptions.js';

/** Options of {@link klStandardNormal}. */
export interface KlStandardNormalOptions extends TermOptions {
  /** Latent block; default `'nio'`. */
  on?: BlockName;
}

/**
 * KL divergence of a latent block to N(0, I), summed over dimensions, mean over cells.
 *
 * Gaussian block: ½ Σ (mean² + variance - 1 - log variance). Deterministic block: the same of the minibatch's own
 * mean and variance per dimension.
 *
 * @throws RangeError on an unknown block or option.
 * @example
 * ```ts
 * klStandardNormal({ on: 'bio', weight: linearSchedule({ from: 0, to: 1, until: 0.3 }) });
 * ```
 */
export function klStandardNormal(options: KlStandardNormalOptions = {}): LossTerm {
  const { on = 'nio', weight = 1 } = options;
  const { name = on === 'nio' ? 'klNio' : 'klBio' } = options;
  rejectUnknown('klStandardNormal', options, [...termOptionNames, 'on']);
  oneOf('klStandardNormal: on', on, blockNames);
  return {
    name,
    weight,
    loss: ({ mean, logVariance }) => {
      const spread = logVariance[on];
      return spread ? klStandardNormalLoss(mean[on], spread) : klOfMoments(mean[on]);
    },
  };
}
