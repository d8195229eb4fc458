import { oneOf, rejectUnknown, wholeNumber } from '../../check/checks.js';
import type { Network } from '../network.js';
import { createMlp } from './createMlp.js';
import { type HiddenOptions, hiddenOptionNames } from './mlpOptions.js';

/** Options of {@link createDecoder}. */
export interface DecoderOptions extends HiddenOptions {
  /** Dimensions of all latents together. */
  latent: number;
  /** Number of batches (columns of the one-hot). */
  batches: number;
  /** Genes (columns of the output). */
  genes: number;
  /** Where the one-hot batch enters: the first layer only (default) or every layer. */
  batchInto?: 'first' | 'every';
}

/**
 * The decoder: [z_bio | z_nio | one-hot batch] -> x̂ [cells, genes].
 *
 * Default: latents and batch -> 128 -> batch norm -> ReLU -> genes.
 *
 * @throws RangeError on sizes below 1 or an unknown option.
 * @example
 * ```ts
 * const decoder = createDecoder({ latent: 18, batches: 3, genes: 2000, batchInto: 'every' });
 * ```
 */
export function createDecoder(options: DecoderOptions): Network {
  const { latent, batches, genes, batchInto = 'first', ...hidden } = options;
  rejectUnknown('createDecoder', options, [...hiddenOptionNames, 'latent', 'batches', 'genes', 'batchInto']);
  wholeNumber('createDecoder: latent', latent);
  wholeNumber('createDecoder: batches', batches);
  wholeNumber('createDecoder: genes', genes);
  oneOf('createDecoder: batchInto', batchInto, ['first', 'every']);
  const repeated = batchInto === 'every' ? batches : 0;
  return createMlp({ inputs: latent + batches, outputs: genes, repeated, ...hidden });
}
