import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { createMlp } from '../../../src/nn/networks/createMlp.js';
import type { MlpOptions } from '../../../src/nn/networks/mlpOptions.js';
import { networkFromConfig } from '../../../src/nn/networks/networkFromConfig.js';
import { createRng } from '../../../src/random/rng.js';
import { onBackends } from '../../helpers/backends.js';

const options: MlpOptions = { inputs: 3, outputs: 2, hidden: [4, 4], norm: 'none' };
const outputOf = (activation: MlpOptions['activation'] & {}): number[] => {
  const network = createMlp({ ...options, activation, rng: createRng(1) });
  const mode = { training: false, rng: createRng(1) };
  const values = tf.tidy(() => [...network.apply(tf.tensor2d([[1, -2, 3]]), mode).dataSync()]);
  tf.dispose([...network.variables]);
  return values;
};

onBackends('one activation per layer', () => {
  it('equals a single activation for all layers if all are the same, and differs otherwise', () => {
    expect(outputOf(['tanh', 'tanh'])).toEqual(outputOf('tanh'));
    expect(outputOf(['tanh', 'relu'])).not.toEqual(outputOf('tanh'));
    expect(outputOf(['tanh', 'relu'])).not.toEqual(outputOf(['relu', 'tanh']));
  });

  it('is kept in the config', async () => {
    const network = createMlp({ ...options, activation: ['relu', 'leakyRelu'] });
    const again = await networkFromConfig('test', network.toConfig());
    expect(again.toConfig()).toEqual(network.toConfig());
    tf.dispose([...network.variables, ...again.variables]);
  });

  it('must have one entry per hidden layer, with allowed names', () => {
    expect(() => createMlp({ ...options, activation: ['relu'] })).toThrow(
      'createMlp: activation: expected 2 entries, one per hidden layer, received 1.',
    );
    const wrong = ['relu', 'reluu'] as unknown as 'relu'[];
    expect(() => createMlp({ ...options, activation: wrong })).toThrow("Did you mean 'relu'?");
  });
});
