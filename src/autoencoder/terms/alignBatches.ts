import { type OptionTable, readOptions } from '../../check/options.js';
import { alignBatchesLoss } from '../../losses/alignBatchesLoss.js';
import { rbfTable } from '../../losses/rbf/rbfOptions.js';
import type { LossTerm } from './forwardPass.js';
import { type BlockName, blockName, needsTwoBatches, type TermOptions, termTable } from './termOptions.js';

/** Options of {@link alignBatches}. */
export interface AlignBatchesOptions extends TermOptions {
  /** Latent block; default `'bio'`. */
  on?: BlockName;
  /** Factor between bandwidths; default 2. */
  kernelMul?: number;
  /** Number of bandwidths; default 5. */
  kernelNum?: number;
}

const table = {
  ...termTable,
  name: (_, given = 'alignBatches') => given,
  on: (argument, given = 'bio') => blockName(argument, given),
  kernelMul: rbfTable.kernelMul,
  kernelNum: rbfTable.kernelNum,
} satisfies OptionTable<AlignBatchesOptions>;

/**
 * MMD of z_bio across batches: every batch against the rest, mean over the batches present. Minimised.
 *
 * @throws RangeError on an unknown block or option.
 * @example
 * ```ts
 * alignBatches({ weight: 10 });
 * ```
 */
export function alignBatches(options: AlignBatchesOptions = {}): LossTerm {
  const { name, weight, on, ...kernel } = readOptions('alignBatches', options, table);
  return {
    name,
    weight,
    inactive: needsTwoBatches,
    loss: (pass) => alignBatchesLoss(pass.latent[on], pass.batch, kernel),
  };
}
