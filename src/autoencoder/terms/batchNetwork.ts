import type { OptionTable } from '../../check/options.js';
import { classifierHiddenTable, createClassifier } from '../../nn/networks/createClassifier.js';
import type { HiddenOptions } from '../../nn/networks/mlpOptions.js';
import type { LossTerm } from './forwardPass.js';
import type { BlockName } from './termOptions.js';

/** Hidden layers of a term's network. Its random stream comes from the model. */
type LayerOptions = Omit<HiddenOptions, 'rng'>;

const { rng: _, ...layers } = classifierHiddenTable;

/** Defaults and checks of the hidden layers. */
export const layerTable: OptionTable<LayerOptions, Required<LayerOptions>> = layers;

/** `build` of a term with one network, which predicts the batch from a latent block. */
export function batchNetwork(on: BlockName, hidden: LayerOptions): NonNullable<LossTerm['build']> {
  return ({ latent, batches, rng }) => [
    createClassifier({ inputs: latent[on], classes: batches, rng, ...hidden }),
  ];
}
