import { rejectUnknown, wholeNumber } from '../../check/checks.js';
import type { Network } from '../network.js';
import { createMlp } from './createMlp.js';
import { type HiddenOptions, hiddenOptionNames } from './mlpOptions.js';

/** Options of {@link createClassifier}. */
export interface ClassifierOptions extends HiddenOptions {
  /** Columns of the input, for example the size of z_nio. */
  inputs: number;
  /** Number of classes, for example of batches. */
  classes: number;
}

/**
 * A classifier: z [cells, inputs] -> logits [cells, classes]. Default: inputs -> 128 -> ReLU -> classes, no norm.
 *
 * @throws RangeError on sizes below 1 or an unknown option.
 * @example
 * ```ts
 * const classifier = createClassifier({ inputs: 8, classes: 3 });
 * batchClassifierLoss(classifier.apply(zNio, mode), oneHot);
 * ```
 */
export function createClassifier(options: ClassifierOptions): Network {
  const { inputs, classes, ...hidden } = options;
  rejectUnknown('createClassifier', options, [...hiddenOptionNames, 'inputs', 'classes']);
  wholeNumber('createClassifier: inputs', inputs);
  wholeNumber('createClassifier: classes', classes);
  return createMlp({ inputs, outputs: classes, norm: 'none', ...hidden });
}
