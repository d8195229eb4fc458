import { text } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { batchClassifierLoss } from '../../losses/batchClassifierLoss.js';
import { gradientReversal } from '../../nn/gradientReversal.js';
import type { HiddenOptions } from '../../nn/networks/mlpOptions.js';
import { type Scheduled, scheduled } from '../../schedules/schedule.js';
import { batchNetwork, layerTable } from './batchNetwork.js';
import type { LossTerm } from './forwardPass.js';
import { type BlockName, blockName, needsTwoBatches, type TermOptions, termTable } from './termOptions.js';

/** Options of {@link adversary}. */
export interface AdversaryOptions extends TermOptions, Omit<HiddenOptions, 'rng'> {
  /** Latent block from which the batch must not be predictable; default `'bio'`. */
  on?: BlockName;
  /** Strength of the reversed gradient, a number or a schedule; default 1. */
  factor?: Scheduled;
}

const table = {
  ...termTable,
  ...layerTable,
  name: (argument, given = 'adversary') => text(argument, given),
  on: (argument, given = 'bio') => blockName(argument, given),
  factor: (argument, given = 1) => scheduled(argument, given),
} satisfies OptionTable<AdversaryOptions>;

/**
 * Makes an adversary on z_bio by gradient reversal: its classifier learns to predict the batch, the encoder learns to prevent it.
 *
 * The history shows the cross-entropy of the classifier. It should be high, near log(batches).
 * Source: Ganin et al. 2016, Domain-Adversarial Training of Neural Networks.
 *
 * @throws RangeError on an unknown block or option.
 * @example
 * ```ts
 * adversary({ factor: warmUp({ epochs: 5, ramp: 10, to: 1 }) });
 * ```
 */
export function adversary(options: AdversaryOptions = {}): LossTerm {
  const { name, weight, on, factor, ...hidden } = readOptions('adversary', options, table);
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
