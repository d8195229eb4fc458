import { type OptionTable, readOptions } from '../../check/options.js';
import { klOfMoments } from '../../losses/klOfMoments.js';
import { klStandardNormalLoss } from '../../losses/klStandardNormalLoss.js';
import type { LossTerm } from './forwardPass.js';
import { type BlockName, blockName, type TermOptions, termTable } from './termOptions.js';

/** Options of {@link klStandardNormal}. */
export interface KlStandardNormalOptions extends TermOptions {
  /** Latent block whose divergence is minimised; default `'nio'`. */
  on?: BlockName;
}

const table = {
  ...termTable,
  on: (argument, given = 'nio') => blockName(argument, given),
} satisfies OptionTable<KlStandardNormalOptions>;

/**
 * Minimises the KL divergence of a latent block from N(0, I), summed over dimensions, mean over cells.
 *
 * Gaussian block: ½ Σ (mean² + variance - 1 - log variance). Deterministic block: the same formula with the
 * minibatch's mean and variance per dimension.
 *
 * @throws RangeError on an unknown block or option.
 * @example
 * ```ts
 * klStandardNormal({ on: 'bio', weight: linearSchedule({ from: 0, to: 1, until: 0.3 }) });
 * ```
 */
export function klStandardNormal(options: KlStandardNormalOptions = {}): LossTerm {
  const { on, weight, ...given } = readOptions('klStandardNormal', options, table);
  const { name = on === 'nio' ? 'klNio' : 'klBio' } = given;
  return {
    name,
    weight,
    loss: ({ mean, logVariance }) => {
      const spread = logVariance[on];
      return spread ? klStandardNormalLoss(mean[on], spread) : klOfMoments(mean[on]);
    },
  };
}
