import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { Network } from '../../../src/nn/network.js';
import { asNetwork } from '../../../src/nn/networks/asNetwork.js';
import { createClassifier } from '../../../src/nn/networks/createClassifier.js';
import { createDecoder } from '../../../src/nn/networks/createDecoder.js';
import { createEncoder } from '../../../src/nn/networks/createEncoder.js';
import { createMlp } from '../../../src/nn/networks/createMlp.js';
import { networkFromConfig } from '../../../src/nn/networks/networkFromConfig.js';
import { onBackends } from '../../helpers/backends.js';
import { layersModel, normals, valuesOf } from '../networks.js';

/** Builds the network again from its config, as JSON holds it, and gives it the values. */
async function rebuilt(network: Network): Promise<Network> {
  const config = JSON.parse(JSON.stringify(network.toConfig())) as object;
  const again = await networkFromConfig('load', config);
  expect(again.variables.map(({ shape }) => shape)).toEqual(network.variables.map(({ shape }) => shape));
  expect(again.variables.map(({ trainable }) => trainable)).toEqual(
    network.variables.map(({ trainable }) => trainable),
  );
  network.variables.forEach((variable, i) => {
    again.variables[i]!.assign(variable);
  });
  return again;
}

onBackends('networkFromConfig', () => {
  test.each<[string, number, () => Network]>([
    ['an encoder', 6, () => createEncoder({ genes: 6, hidden: [5, 4], norm: 'layer', activation: 'elu' })],
    [
      'a decoder',
      6,
      () => createDecoder({ latent: 4, batches: 2, genes: 9, hidden: [5, 5], batchInto: 'every' }),
    ],
    ['a classifier', 6, () => createClassifier({ inputs: 6, classes: 2, dropout: 0.2 })],
    ['a linear network', 6, () => createMlp({ inputs: 6, outputs: 2, hidden: [] })],
    ['a layers model', 6, () => asNetwork('encoder', layersModel())],
  ])('%s comes back with the same shapes, and with its values computes the same', async (_, inputs, make) => {
    const network = make();
    const again = await rebuilt(network);
    const x = normals(3, inputs);
    expect(valuesOf(again, x)).toEqual(valuesOf(network, x));
    expect(JSON.stringify(again.toConfig())).toBe(JSON.stringify(network.toConfig()));
    tf.dispose([x, ...network.variables, ...again.variables]);
  });

  test("a caller's own network or activation is refused with a clear error", async () => {
    await expect(networkFromConfig('load: encoder', { kind: 'mine' })).rejects.toThrow(
      /load: encoder: expected a network of kind 'mlp' or 'layersModel', received 'mine'\. Pass the network/,
    );
    await expect(networkFromConfig('load: encoder', {})).rejects.toThrow(/received 'undefined'/);
    const custom = createMlp({ inputs: 2, outputs: 2, activation: (x) => tf.sin(x) });
    await expect(networkFromConfig('load: encoder', custom.toConfig())).rejects.toThrow(
      /received 'mlp' with an activation that is a function\. Pass the network/,
    );
    tf.dispose([...custom.variables]);
  });

  test('a damaged config is refused before any tensor is made', async () => {
    const before = tf.memory().numTensors;
    await expect(networkFromConfig('load', { kind: 'mlp', inputs: -1, outputs: 2 })).rejects.toThrow(
      /createMlp: inputs/,
    );
    await expect(networkFromConfig('load', { kind: 'mlp', inputs: 2, outputs: 2, run: 'x' })).rejects.toThrow(
      /unknown option 'run'/,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
