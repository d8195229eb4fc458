import * as tf from '@tensorflow/tfjs';
import type { Likelihood } from '../../distributions/likelihoods.js';
import type { SystemShape } from '../../model/assembly.js';
import type { Network } from '../../nn/network.js';
import { type AdditiveDecoder, createAdditiveDecoder } from '../../nn/networks/additiveDecoder.js';
import { createGeneVector } from '../../nn/networks/createGeneVector.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import { standardizeRows } from '../../tensor/standardizeRows.js';
import type { ResolvedDrviOptions } from './drviOptions.js';

/** The networks of the method. */
export type DrviNetworks = {
  /** x -> [m | r], mean and raw variance of z. */
  encoder: Network;
  /** [z | one-hot batch] -> S, the pooled logits. A single batch is no column. */
  decoder: AdditiveDecoder;
  /** Log dispersion (or variance) of each gene, for likelihoods that have one. */
  spread?: Network;
};

function createEncoder(
  { genes, rng }: SystemShape,
  { latent, encoder, dropout }: ResolvedDrviOptions,
): Network {
  return createMlp({
    inputs: genes,
    outputs: 2 * latent,
    hidden: encoder,
    norm: 'none',
    activation: (x) => tf.elu(standardizeRows(x)),
    dropout,
    rng: rng.stream('encoder'),
  });
}

/** Makes the networks. */
export function createDrviNetworks(
  shape: SystemShape,
  options: ResolvedDrviOptions,
  { spread, counts }: Likelihood,
): DrviNetworks {
  const { genes, batches, rng } = shape;
  const { latent, decoder, pooling } = options;
  const networks = {
    encoder: createEncoder(shape, options),
    decoder: createAdditiveDecoder({
      latent,
      genes,
      batches: batches.length > 1 ? batches.length : 0,
      hidden: decoder,
      pooling,
      rng: rng.stream('decoder'),
    }),
  };
  if (!spread) return networks;
  // As in the original: dispersions start around e, variances around 1.
  return {
    ...networks,
    spread: createGeneVector({ genes, mean: counts ? 1 : 0, rng: rng.stream('spread') }),
  };
}
