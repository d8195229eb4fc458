import * as tf from '@tensorflow/tfjs';
import { wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { dropoutNoise } from '../../noise/dropoutNoise.js';
import type { Rng } from '../../random/rng.js';
import { batchNorm } from '../layers/batchNorm.js';
import type { Network } from '../network.js';
import { createMlp } from './createMlp.js';
import { hiddenTable } from './mlpOptions.js';

/** Options of {@link createAttributeNetwork}. */
export interface AttributeNetworkOptions {
  /** Number of columns of the attribute: 1 for a time or a dose, more for a descriptor of a drug. */
  inputs: number;
  /** Length of the vector for each value. */
  outputs: number;
  /** Units of each hidden layer; default `[256]`. */
  hidden?: readonly number[];
  /** Share of units dropped after each layer during training; default 0.1. */
  dropout?: number;
  /** Source of the initial weights; default `createRng(0)`. */
  rng?: Rng;
}

const table = {
  inputs: wholeNumber,
  outputs: wholeNumber,
  hidden: (argument, given = [256]) => hiddenTable.hidden(argument, given),
  dropout: (argument, given = 0.1) => hiddenTable.dropout(argument, given),
  rng: hiddenTable.rng,
} satisfies OptionTable<AttributeNetworkOptions>;

/**
 * Maps each value of an ordered attribute to a vector: [cells, inputs] -> [cells, outputs]. Each layer,
 * including the last one, is linear -> batch norm -> ReLU -> dropout. Values that the training cells don't have
 * get vectors too, by interpolation or extrapolation.
 *
 * The network owns its variables; dispose them with `tf.dispose([...network.variables])`.
 *
 * @throws RangeError if a size is below 1 or an option is unknown.
 * @see Piran et al., Disentanglement of single-cell data with biolord, Nature Biotechnology 2024.
 * @example
 * ```ts
 * const dose = createAttributeNetwork({ inputs: 1, outputs: 16, rng });
 * dose.apply(tf.tensor2d([[0.1], [0.5]]), mode); // [2, 16]
 * ```
 */
export function createAttributeNetwork(options: AttributeNetworkOptions): Network {
  const { inputs, outputs, hidden, dropout, rng } = readOptions('createAttributeNetwork', options, table);
  const body = createMlp({ inputs, outputs, hidden, dropout, rng });
  const norm = batchNorm(outputs);
  return {
    variables: [...body.variables, ...norm.variables],
    apply: (x, mode) =>
      tf.tidy(() => {
        const active = tf.relu(norm.apply(body.apply(x, mode), mode));
        return mode.training && dropout > 0 ? dropoutNoise(active, dropout, mode.rng) : active;
      }),
    toConfig: () => ({ kind: 'attributeNetwork', inputs, outputs, hidden, dropout }),
  };
}
