import { createClassifier } from '../nn/createClassifier.js';
import type { HiddenOptions } from '../nn/mlpOptions.js';
import type { LossTerm } from './lossTerm.js';
import type { BlockName } from './termOptions.js';

/** `build` of a term whose one network tells the batch from a latent block. */
export function batchNetwork(
  on: BlockName,
  hidden: Omit<HiddenOptions, 'rng'>,
): NonNullable<LossTerm['build']> {
  return ({ latent, batches, rng }) => [
    createClassifier({ inputs: latent[on], classes: batches, rng, ...hidden }),
  ];
}
