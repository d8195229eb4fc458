import * as tf from '@tensorflow/tfjs';
import { badValue } from '../../check/errors.js';
import type { Network } from '../network.js';
import { asNetwork } from './asNetwork.js';
import { createMlp } from './createMlp.js';
import type { MlpOptions } from './mlpOptions.js';

/**
 * Builds the network that a config of {@link Network.toConfig} describes, with newly drawn values in its
 * variables.
 *
 * It builds networks of {@link createMlp} and its relatives, and models of tfjs' own layers: a config holds no
 * code, and none is run.
 *
 * @throws RangeError if the kind is another one, for example that of a caller's own network.
 */
export async function networkFromConfig(argument: string, config: object): Promise<Network> {
  const { kind, ...options } = config as { kind?: unknown; topology?: unknown };
  const custom = 'activation' in options && [options.activation].flat().includes('custom');
  if (kind === 'mlp' && !custom) return createMlp(options as unknown as MlpOptions);
  if (kind === 'layersModel') {
    const topology = options.topology as Parameters<typeof tf.models.modelFromJSON>[0];
    return asNetwork(argument, await tf.models.modelFromJSON(topology));
  }
  const next = 'Pass the network itself as an option of load.';
  throw badValue({
    argument,
    expected: "a network of kind 'mlp' or 'layersModel'",
    received: custom ? "'mlp' with an activation that is a function" : `'${kind}'`,
    next,
  });
}
