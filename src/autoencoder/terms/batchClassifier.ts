import { oneOf, rejectUnknown } from '../../check/checks.js';
import { batchClassifierLoss } from '../../losses/batchClassifierLoss.js';
import { type HiddenOptions, hiddenOptionNames } from '../../nn/networks/mlpOptions.js';
import { batchNetwork } from './batchNetwork.js';
import type { LossTerm } from './forwardPass.js';
import {
  type BlockName,
  blockNames,
  needsTwoBatches,
  type TermOptions,
  termOptionNames,
} from './termOptions.js';

/** Options of {@link batchClassifier}. */
export interface BatchClassifierOptions extends TermOptions, Omit<HiddenOptions, 'rng'> {
  /** Latent block the classifier reads; default `'nio'`. */
  on?: BlockName;
}

/**
 * Cross-entropy of a classifier that reads z_nio and must tell the batch: CE(classifier(z_nio), batch).
 *
 * The classifier is the term's own: nio -> 128 -> ReLU -> batches unless `hidden` and its companions say otherwise.
 *
 * @throws RangeError on an unknown block or option.
 * @example
 * ```ts
 * batchClassifier({ weight: 0.5, hidden: [64] });
 * ```
 */
export function batchClassifier(options: BatchClassifierOptions = {}): LossTerm {
  const { name = 'batchClassifier', weight = 1, on = 'nio', ...hidden } = options;
  rejectUnknown('batchClassifier', options, [...termOptionNames, ...hiddenOptionNames, 'on']);
  oneOf('batchClassifier: on', on, blockNames);
  return {
    name,
    weight,
    inactive: needsTwoBatches,
    build: batchNetwork(on, hidden),
    loss: (pass, [classifier]) =>
      batchClassifierLoss(classifier!.apply(pass.latent[on], pass.mode), pass.batch),
  };
}
