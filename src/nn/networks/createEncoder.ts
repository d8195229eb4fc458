import { oneOf, wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { encoderOutputs, type LatentBlock } from '../latentLayout.js';
import type { Network } from '../network.js';
import { type LatentOptions, resolveLatent } from '../resolveLatent.js';
import { createMlp } from './createMlp.js';
import { type HiddenOptions, hiddenTable } from './mlpOptions.js';

/** Options of {@link createEncoder}. */
export interface EncoderOptions extends HiddenOptions {
  /** Number of genes (columns of the input). */
  genes: number;
  /** Sizes of the latent blocks; default `{ bio: 10, nio: 8 }`. */
  latent?: LatentOptions;
  /** Distribution of each block that doesn't specify one; default `'gaussian'`. */
  distribution?: LatentBlock['distribution'];
}

const table = {
  ...hiddenTable,
  genes: wholeNumber,
  latent: (_, given = {}) => given,
  distribution: (argument, given = 'gaussian') => oneOf(argument, given, ['gaussian', 'deterministic']),
} satisfies OptionTable<EncoderOptions>;

/**
 * The encoder: x [cells, genes] -> columns [mean bio | mean nio | log-variance bio | log-variance nio].
 *
 * Deterministic blocks have no log-variance columns. Default: genes -> 128 -> batch norm -> ReLU -> heads. The
 * network owns its variables; dispose them with `tf.dispose([...encoder.variables])`.
 *
 * @throws RangeError if a size is below 1 or an option is unknown.
 * @example
 * ```ts
 * const encoder = createEncoder({ genes: 2000, latent: { bio: 16, nio: 4 }, hidden: [256, 128], dropout: 0.1 });
 * new DisentangledAE({ encoder, latent: { bio: 16, nio: 4 } });
 * ```
 */
export function createEncoder(options: EncoderOptions): Network {
  const { genes, latent, distribution, ...hidden } = readOptions('createEncoder', options, table);
  const layout = resolveLatent('createEncoder: latent', latent, {
    bio: { size: 10, distribution, detached: false },
    nio: { size: 8, distribution, detached: false },
  });
  return createMlp({ inputs: genes, outputs: encoderOutputs(layout), ...hidden });
}
