import * as tf from '@tensorflow/tfjs';
import { claim, keep } from '../../backend/allowance.js';
import { badValue } from '../../check/errors.js';
import type { Network } from '../network.js';
import { asNetwork } from './asNetwork.js';
import { createMlp } from './createMlp.js';
import type { MlpOptions } from './mlpOptions.js';

interface Weights {
  addWeight(
    name: string,
    shape: number[],
    type: string,
    initializer: unknown,
    ...more: unknown[]
  ): { read(): tf.Tensor };
}

/**
 * Runs a function in which the weights of tfjs' layers count against the allowance in force, as variables of our own do. They begin
 * as zeros, whatever the layers ask for: a truncated normal distribution of a scale that is no number is drawn from for ever.
 */
function claimingWeights<T>(body: () => T): T {
  const layers = tf.layers.Layer.prototype as unknown as Weights;
  const { addWeight } = layers;
  layers.addWeight = function claimed(this: Weights, name, shape, type, _, ...more) {
    claim(shape);
    const weight = addWeight.call(this, name, shape, type, tf.initializers.zeros(), ...more);
    keep(weight.read() as tf.Variable);
    return weight;
  };
  try {
    return body();
  } finally {
    layers.addWeight = addWeight;
  }
}

/** tfjs builds the layers before it first waits. As `modelTopology`, since a config beside it may name URLs of weights to load. */
const layersFromJson = (modelTopology: object): Promise<tf.LayersModel> =>
  claimingWeights(() => tf.models.modelFromJSON({ modelTopology } as never));

/**
 * Builds the network that a config of {@link Network.toConfig} describes, whose variables are to be filled with
 * saved values.
 *
 * It builds networks of {@link createMlp} and its relatives, and models of tfjs' own layers: a config holds no
 * code, and none is run.
 *
 * @throws RangeError if the kind is another one, for example that of a caller's own network.
 */
export async function networkFromConfig(argument: string, config: object): Promise<Network> {
  const { kind, rng: _, ...options } = config as Record<string, unknown>;
  const custom = 'activation' in options && [options['activation']].flat().includes('custom');
  if (kind === 'mlp' && !custom) return createMlp(options as unknown as MlpOptions);
  if (kind === 'layersModel') {
    return asNetwork(argument, await layersFromJson(options['topology'] as object));
  }
  const next = 'Pass the network itself as an option of load.';
  throw badValue({
    argument,
    expected: "a network of kind 'mlp' or 'layersModel'",
    received: custom ? "'mlp' with an activation that is a function" : `'${kind}'`,
    next,
  });
}
