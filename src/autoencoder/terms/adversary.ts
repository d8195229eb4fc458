import { oneOf, rejectUnknown } from '../../check/checks.js';
import { batchClassifierLoss } from '../../losses/batchClassifierLoss.js';
import { gradientReversal } from '../../nn/gradientReversal.js';
import { type HiddenOptions, hiddenOptionNames } from '../../nn/networks/mlpOptions.js';
import type { Scheduled } from '../../schedules/schedule.js';
import { batchNetwork } from './batchNetwork.js';
import type { LossTerm } from './forwardPass.js';
import {
  type BlockName,
  blockNames,
  needsTwoBatches,
  type TermOptions,
  termOptionNames,
} from './termOptions.js';

/** Options of {@link adversary}. */
export interface AdversaryOptions extends TermOptions, Omit<HiddenOptions, 'rng'> {
  /** Latent block that must not tell the batch; default `'bio'`. */
  on?: BlockName;
  /** Strength of the reversed gradient, a number or a schedule; default 1. */
  factor?: Scheduled;
}

/**
 * An adversary on z_bio by gradient reversal: its classifier learns the batch, the encoder learns to prevent it.
 *
 * Reported is the adversary's cross-entropy: high (near log(batches)) is what one wants.
 * Source: Ganin et al. 2016, Domain-Adversarial Training of Neural Networks.
 *
 * @throws RangeError on an unknown block or option.
 * @example
 * ```ts
 * adversary({ factor: warmUp({ epochs: 5, ramp: 10, to: 1 }) });
 * ```
 */
export function adversary(options: AdversaryOptions = {}): LossTerm {
  const { name = 'adversary', weight = 1, on = 'bio', factor = 1, ...hidden } = options;
  rejectUnknown('adversary', options, [...termOptionNames, ...hiddenOptionNames, 'on', 'factor']);
  oneOf('adversary: on', on, blockNames);
  return {
    name,
    weight,
    inactive: needsTwoBatches,
    build: batchNetwork(on, hidden),
    loss: (pass, [classifier]) => {
      const reversed = gradientReversal(pass.latent[on], pass.value(factor));
      return batchClassifierLoss(classifier!.apply(reversed, pass.mode), pass.batch);
    },
  };
}
