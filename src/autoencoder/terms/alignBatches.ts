import { text } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { alignBatchesLoss } from '../../losses/alignBatchesLoss.js';
import { rbfTable } from '../../losses/rbf/rbfOptions.js';
import type { LossTerm } from './forwardPass.js';
import { type BlockName, blockName, needsTwoBatches, type TermOptions, termTable } from './termOptions.js';

/** Options of {@link alignBatches}. */
export interface AlignBatchesOptions extends TermOptions {
  /** Latent block that is aligned; default `'bio'`. */
  on?: BlockName;
  /** Ratio of successive bandwidths; default 2. */
  kernelMul?: number;
  /** Number of bandwidths; default 5. */
  kernelNum?: number;
}

const table = {
  ...termTable,
  name: (argument, given = 'alignBatches') => text(argument, given),
  on: (argument, given = 'bio') => blockName(argument, given),
  kernelMul: rbfTable.kernelMul,
  kernelNum: rbfTable.kernelNum,
} satisfies OptionTable<AlignBatchesOptions>;

/**
 * Minimises the MMD of z_bio between batches: each batch against all others, mean over the batches of the minibatch.
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
