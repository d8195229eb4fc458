import { wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { Network } from '../network.js';
import { createMlp } from './createMlp.js';
import { type HiddenOptions, hiddenTable } from './mlpOptions.js';

/** Options of {@link createClassifier}. */
export interface ClassifierOptions extends HiddenOptions {
  /** Number of columns of the input, for example the size of z_nio. */
  inputs: number;
  /** Number of classes, for example the number of batches. */
  classes: number;
}

/** Option entries for the hidden layers of a classifier. */
export const classifierHiddenTable: OptionTable<HiddenOptions, Required<HiddenOptions>> = {
  ...hiddenTable,
  norm: (argument, given = 'none') => hiddenTable.norm(argument, given),
};

const table = {
  ...classifierHiddenTable,
  inputs: wholeNumber,
  classes: wholeNumber,
} satisfies OptionTable<ClassifierOptions>;

/**
 * A classifier: z [cells, inputs] -> logits [cells, classes]. Default: inputs -> 128 -> ReLU -> classes,
 * without a norm.
 *
 * The network owns its variables; dispose them with `tf.dispose([...classifier.variables])`.
 *
 * @throws RangeError if a size is below 1 or an option is unknown.
 * @example
 * ```ts
 * const classifier = createClassifier({ inputs: 8, classes: 3 });
 * batchClassifierLoss(classifier.apply(zNio, mode), oneHot);
 * ```
 */
export function createClassifier(options: ClassifierOptions): Network {
  const { inputs, classes, ...hidden } = readOptions('createClassifier', options, table);
  return createMlp({ inputs, outputs: classes, ...hidden });
}
