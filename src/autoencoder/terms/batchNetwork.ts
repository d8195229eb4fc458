import { createClassifier } from '../../nn/networks/createClassifier.js';
import type { HiddenOptions } from '../../nn/networks/mlpOptions.js';
import type { LossTerm } from './forwardPass.js';
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
