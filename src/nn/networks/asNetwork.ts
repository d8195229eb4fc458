import * as tf from '@tensorflow/tfjs';
import { badType } from '../../check/errors.js';
import { shown } from '../../check/values.js';
import type { Network } from '../network.js';

/** A network of the library, or a tfjs layers model. */
export type NetworkLike = Network | tf.LayersModel;

const isVariable = (one: unknown): boolean => one instanceof tf.Tensor && 'trainable' in one;

function fromLayersModel(model: tf.LayersModel): Network {
  // Read once: `weights` walks the layers at every call.
  const variables = model.weights.map((weight) => weight.read() as tf.Variable);
  return {
    variables,
    apply: (x, { training }) => model.apply(x, { training }) as tf.Tensor2D,
    toConfig: () => ({ kind: 'layersModel', topology: model.toJSON(null, false) }),
  };
}

/**
 * Wraps a `tf.LayersModel` as a {@link Network}; returns a network unchanged.
 *
 * Dropout inside a layers model draws from tfjs' own generator: give it a seed, otherwise runs aren't
 * reproducible.
 *
 * @throws TypeError if `network` is neither.
 */
export function asNetwork(argument: string, network: NetworkLike): Network {
  if (network instanceof tf.LayersModel) return fromLayersModel(network);
  const { apply, variables }: Partial<Network> = network ?? {};
  if (typeof apply === 'function' && Array.isArray(variables) && variables.every(isVariable)) return network;
  const expected = 'a Network (createEncoder, createDecoder, createClassifier …) or a tf.LayersModel';
  throw badType({ argument, expected, received: shown(network) });
}
