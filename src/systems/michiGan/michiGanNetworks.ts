import * as tf from '@tensorflow/tfjs';
import type { SystemShape } from '../../model/assembly.js';
import type { Mode, Network } from '../../nn/network.js';
import type { GaussianMoments } from '../../nn/networks/createGaussianEncoder.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import { createProjectionCritic } from '../../nn/networks/createProjectionCritic.js';
import type { ResolvedMichiGanOptions } from './michiGanOptions.js';

/** The autoencoder of stage A. */
export type Autoencoder = {
  /** x -> [μ | raw deviation], see {@link posterior}. */
  encoder: Network;
  /** z -> x̂ */
  decoder: Network;
};

/** The two networks of stage B, which play against each other. */
export type Players = {
  /** [code | noise] -> cell */
  generator: Network;
  /** [cell | code] -> score: how much the cell looks generated */
  critic: Network;
};

// As in the original. Without statistics, fan-in weights would let the noise fade on its way through the generator.
const initial = 'glorot';

// Softplus of a very negative number is 0 in float32.
const SMALLEST_DEVIATION = 1e-8;

/** Makes the networks of stage A. */
export function createAutoencoder(
  { genes, rng }: SystemShape,
  { latent, layers }: ResolvedMichiGanOptions,
): Autoencoder {
  const [encoderRng, decoderRng] = [rng.stream('encoder'), rng.stream('decoder')];
  return {
    encoder: createMlp({
      ...layers.encoder,
      initial,
      inputs: genes,
      outputs: 2 * latent,
      heads: 2,
      rng: encoderRng,
    }),
    decoder: createMlp({ ...layers.decoder, initial, inputs: latent, outputs: genes, rng: decoderRng }),
  };
}

/** Makes the networks of stage B, for codes of so many dimensions. */
export function createPlayers(
  { genes, rng }: SystemShape,
  { noise, projection, layers }: ResolvedMichiGanOptions,
  codes: number,
): Players {
  const [generatorRng, criticRng] = [rng.stream('generator'), rng.stream('critic')];
  const inputs = codes + noise;
  return {
    generator: createMlp({ ...layers.generator, initial, inputs, outputs: genes, rng: generatorRng }),
    critic: projection
      ? createProjectionCritic({ ...layers.critic, initial, genes, codes, rng: criticRng })
      : createMlp({ ...layers.critic, initial, inputs: genes + codes, outputs: 1, rng: criticRng }),
  };
}

/** What the encoder says of cells: `q(z | x) = N(μ, softplus(raw)²)` from its columns [μ | raw]. [cells, codes] each */
export function posterior(encoder: Network, x: tf.Tensor2D, mode: Mode): GaussianMoments {
  const [mean, raw] = tf.split<tf.Tensor2D>(encoder.apply(x, mode), 2, 1);
  return { mean: mean!, logVariance: raw!.softplus().add(SMALLEST_DEVIATION).log().mul(2) };
}

/** Generates one cell from each code. [cells, codes] -> [cells, genes] */
export function generateFrom(
  generator: Network,
  codes: tf.Tensor2D,
  noise: tf.Tensor2D,
  mode: Mode,
): tf.Tensor2D {
  return generator.apply(tf.concat([codes, noise], 1), mode);
}
