import * as tf from '@tensorflow/tfjs';
import type { EncodeInput } from '../../model/assembly.js';
import type { Mode } from '../../nn/network.js';
import type { BiolordNetworks } from './biolordNetworks.js';
import type { Likelihood } from './likelihoods.js';

/** How cells and codes go through the parts. */
export interface BiolordFlow {
  /** The attributes' vectors of cells, by name. [cells, size] each */
  vectors(input: EncodeInput, mode: Mode): Record<string, tf.Tensor2D>;
  /** What the encoder takes for the unknown of cells. [cells, unknown] */
  encode(input: EncodeInput, mode: Mode): tf.Tensor2D;
  /** The likelihood's columns, for these codes and the attributes of `input`. [cells, unknown] -> [cells, heads · genes] */
  output(unknown: tf.Tensor2D, input: EncodeInput, mode: Mode): tf.Tensor2D;
  /** The mean of x, likewise. -> [cells, genes] */
  mean(unknown: tf.Tensor2D, input: EncodeInput, mode: Mode): tf.Tensor2D;
}

const beside = (first: tf.Tensor2D, vectors: Record<string, tf.Tensor2D>): tf.Tensor2D =>
  tf.concat([first, ...Object.values(vectors)], 1);

/** Connects the parts. */
export function biolordFlow(
  { attributes, decoder, encoder }: BiolordNetworks,
  likelihood: Likelihood,
): BiolordFlow {
  const vectors: BiolordFlow['vectors'] = ({ batch, covariates }, mode) => {
    const columns: Record<string, tf.Tensor2D | undefined> = { ...covariates, batch };
    const entries = Object.entries(attributes).map(
      ([name, network]) => [name, network.apply(columns[name]!, mode)] as const,
    );
    return Object.fromEntries(entries);
  };
  const output: BiolordFlow['output'] = (unknown, input, mode) =>
    decoder.apply(beside(unknown, vectors(input, mode)), mode);
  return {
    vectors,
    output,
    mean: (unknown, input, mode) => likelihood.mean(input.x, output(unknown, input, mode)),
    encode: (input, mode) => {
      // The encoder learns from the model and doesn't shape it.
      const known = vectors(input, { ...mode, training: false, frozen: true });
      return encoder.apply(beside(likelihood.input(input.x), known), mode);
    },
  };
}
