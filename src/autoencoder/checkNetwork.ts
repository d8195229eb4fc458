import * as tf from '@tensorflow/tfjs';
import { badValue } from '../check/errors.js';
import type { Network } from '../nn/network.js';
import { createRng } from '../random/rng.js';

/** Applies a network to two rows of zeros. Throws unless its output has `outputs` columns. */
export function checkNetwork(name: string, network: Network, inputs: number, outputs: number): void {
  const shape = tf.tidy(
    () => network.apply(tf.zeros([2, inputs]), { training: false, rng: createRng(0) }).shape,
  );
  if (shape.length === 2 && shape[0] === 2 && shape[1] === outputs) return;
  const expected = `a network from [cells, ${inputs}] to [cells, ${outputs}]`;
  const received = `one to [${['cells', ...shape.slice(1)].join(', ')}]`;
  const next =
    name === 'encoder' ? 'Its columns are [mean bio | mean nio | log-variances of the Gaussian blocks].' : '';
  throw badValue({ argument: name, expected, received, next });
}
