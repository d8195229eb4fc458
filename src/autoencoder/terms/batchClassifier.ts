import { text } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { batchClassifierLoss } from '../../losses/batchClassifierLoss.js';
import type { HiddenOptions } from '../../nn/networks/mlpOptions.js';
import { batchNetwork, layerTable } from './batchNetwork.js';
import type { LossTerm } from './forwardPass.js';
import { type BlockName, blockName, needsTwoBatches, type TermOptions, termTable } from './termOptions.js';

/** Options of {@link batchClassifier}. */
export interface BatchClassifierOptions extends TermOptions, Omit<HiddenOptions, 'rng'> {
  /** Latent block that the classifier reads; default `'nio'`. */
  on?: BlockName;
}

const table = {
  ...termTable,
  ...layerTable,
  name: (argument, given = 'batchClassifier') => text(argument, given),
  on: (argument, given = 'nio') => blockName(argument, given),
} satisfies OptionTable<BatchClassifierOptions>;

/**
 * Makes z_nio predict the batch: CE(classifier(z_nio), batch).
 *
 * The classifier belongs to the term. Default nio -> 128 -> ReLU -> batches; `hidden` and the other options of layers change it.
 *
 * @throws RangeError on an unknown block or option.
 * @example
 * ```ts
 * batchClassifier({ weight: 0.5, hidden: [64] });
 * ```
 */
export function batchClassifier(options: BatchClassifierOptions = {}): LossTerm {
  const { name, weight, on, ...hidden } = readOptions('batchClassifier', options, table);
  return {
    name,
    weight,
    inactive: needsTwoBatches,
    build: batchNetwork(on, hidden),
    loss: (pass, [classifier]) =>
      batchClassifierLoss(classifier!.apply(pass.latent[on], pass.mode), pass.batch),
  };
}
