import type { OptionTable } from '../../check/options.js';
import { classifierHiddenTable, createClassifier } from '../../nn/networks/createClassifier.js';
import type { HiddenOptions } from '../../nn/networks/mlpOptions.js';
import type { LossTerm } from './forwardPass.js';
import type { BlockName } from './termOptions.js';

/** Hidden layers of a term's network; what its weights are drawn from is the model's. */
type LayerOptions = Omit<HiddenOptions, 'rng'>;

const { rng: _, ...layers } = classifierHiddenTable;

/** Entries of them. */
export const layerTable: OptionTable<LayerOptions, Required<LayerOptions>> = layers;

/** `build` of a term whose one network tells the batch from a latent block. */
export function batchNetwork(on: BlockName, hidden: LayerOptions): NonNullable<LossTerm['build']> {
  return ({ latent, batches, rng }) => [
    createClassifier({ inputs: latent[on], classes: batches, rng, ...hidden }),
  ];
}
