import * as tf from '@tensorflow/tfjs';
import type { Likelihood, LikelihoodParameters } from '../../distributions/likelihoods.js';
import type { EncodeInput } from '../../model/assembly.js';
import { tensorOnModelScale } from '../../model/map/tensorScale.js';
import type { Mode } from '../../nn/network.js';
import type { BiolordNetworks } from './biolordNetworks.js';

/** How cells and codes go through the networks. Everything runs inside `tf.tidy`. */
export interface BiolordFlow {
  /** The attributes' vectors of cells, by name. [cells, size] each */
  vectors(input: EncodeInput, mode: Mode): Record<string, tf.Tensor2D>;
  /** What the encoder takes for the unknown of cells. [cells, unknown] */
  encode(input: EncodeInput, mode: Mode): tf.Tensor2D;
  /** The decoder's output for these codes and the attributes of `input`. [cells, unknown] -> [cells, genes or 2 genes] */
  decode(unknown: tf.Tensor2D, input: EncodeInput, mode: Mode): tf.Tensor2D;
  /** What that output says of x. */
  parameters(x: tf.Tensor2D, output: tf.Tensor2D, mode: Mode): LikelihoodParameters;
  /** The mean of x that it stands for. [cells, genes] */
  mean(x: tf.Tensor2D, output: tf.Tensor2D): tf.Tensor2D;
}

/** Log variances stay above that of 1e-6, as PyTorch's loss has it, and where float32 can still divide by them. */
const logVarianceRange = [Math.log(1e-6), 16] as const;

const beside = (first: tf.Tensor2D, vectors: Record<string, tf.Tensor2D>): tf.Tensor2D =>
  tf.concat([first, ...Object.values(vectors)], 1);

/** One half of the decoder's [mean | log variance]. */
const half = (output: tf.Tensor2D, at: 0 | 1, genes: number): tf.Tensor2D =>
  tf.slice(output, [0, at * genes], [-1, genes]);

function vectorsOf(
  { attributes }: BiolordNetworks,
  { batch, covariates }: EncodeInput,
  mode: Mode,
): Record<string, tf.Tensor2D> {
  const columns: Record<string, tf.Tensor2D | undefined> = { ...covariates, batch };
  const entries = Object.entries(attributes).map(
    ([name, network]) => [name, network.apply(columns[name]!, mode)] as const,
  );
  return Object.fromEntries(entries);
}

/** Connects the networks. */
export function biolordFlow(networks: BiolordNetworks, likelihood: Likelihood): BiolordFlow {
  const { decoder, encoder, dispersion } = networks;
  const vectors: BiolordFlow['vectors'] = (input, mode) => vectorsOf(networks, input, mode);
  const { counts } = likelihood;
  const locationOf = (x: tf.Tensor2D, output: tf.Tensor2D): tf.Tensor2D =>
    likelihood.location(x, counts ? output : half(output, 0, x.shape[1]));
  const spreadOf = (x: tf.Tensor2D, output: tf.Tensor2D, mode: Mode): tf.Tensor2D | undefined =>
    counts ? dispersion?.apply(x, mode) : tf.clipByValue(half(output, 1, x.shape[1]), ...logVarianceRange);
  return {
    vectors,
    decode: (unknown, input, mode) => decoder.apply(beside(unknown, vectors(input, mode)), mode),
    parameters: (x, output, mode) => ({
      location: locationOf(x, output),
      spread: spreadOf(x, output, mode),
    }),
    mean: (x, output) => likelihood.mean(locationOf(x, output)),
    encode: (input, mode) => {
      // The encoder learns from the model and doesn't shape it.
      const known = vectors(input, { ...mode, training: false, frozen: true });
      const read = tensorOnModelScale(input.x, counts ? 'logCounts' : 'asIs');
      return encoder.apply(beside(read, known), mode);
    },
  };
}
