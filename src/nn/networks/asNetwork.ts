import * as tf from '@tensorflow/tfjs';
import { badType } from '../../check/errors.js';
import type { Network } from '../network.js';

/** A network of the library, or a tfjs layers model. */
export type NetworkLike = Network | tf.LayersModel;

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
  if (typeof network?.apply === 'function' && Array.isArray(network.variables)) return network;
  const expected = 'a Network (createEncoder, createDecoder, createClassifier …) or a tf.LayersModel';
  throw badType({ argument, expected, received: String(network) });
}
