import { oneOf, wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { Network } from '../network.js';
import { createMlp } from './createMlp.js';
import { type HiddenOptions, hiddenTable } from './mlpOptions.js';

/** Options of {@link createDecoder}. */
export interface DecoderOptions extends HiddenOptions {
  /** Number of dimensions of all latents together. */
  latent: number;
  /** Number of batches (columns of the one-hot). */
  batches: number;
  /** Number of genes (columns of the output). */
  genes: number;
  /** Where the one-hot batch enters: the first layer only (default) or every layer. */
  batchInto?: 'first' | 'every';
}

const table = {
  ...hiddenTable,
  latent: wholeNumber,
  batches: wholeNumber,
  genes: wholeNumber,
  batchInto: (argument, given = 'first') => oneOf(argument, given, ['first', 'every']),
} satisfies OptionTable<DecoderOptions>;

/**
 * The decoder: [z_bio | z_nio | one-hot batch] -> x̂ [cells, genes].
 *
 * Default: latents and batch -> 128 -> batch norm -> ReLU -> genes. The network owns its variables; dispose
 * them with `tf.dispose([...decoder.variables])`.
 *
 * @throws RangeError if a size is below 1 or an option is unknown.
 * @example
 * ```ts
 * const decoder = createDecoder({ latent: 18, batches: 3, genes: 2000, batchInto: 'every' });
 * ```
 */
export function createDecoder(options: DecoderOptions): Network {
  const { latent, batches, genes, batchInto, ...hidden } = readOptions('createDecoder', options, table);
  const repeated = batchInto === 'every' ? batches : 0;
  return createMlp({ inputs: latent + batches, outputs: genes, repeated, ...hidden });
}
