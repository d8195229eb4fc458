import { oneOf, rejectUnknown } from '../../check/checks.js';
import { alignBatchesLoss } from '../../losses/alignBatchesLoss.js';
import type { LossTerm } from './forwardPass.js';
import {
  type BlockName,
  blockNames,
  needsTwoBatches,
  type TermOptions,
  termOptionNames,
} from './termOptions.js';

/** Options of {@link alignBatches}. */
export interface AlignBatchesOptions extends TermOptions {
  /** Latent block; default `'bio'`. */
  on?: BlockName;
  /** Factor between bandwidths; default 2. */
  kernelMul?: number;
  /** Number of bandwidths; default 5. */
  kernelNum?: number;
}

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
  const { name = 'alignBatches', weight = 1, on = 'bio', kernelMul = 2, kernelNum = 5 } = options;
  rejectUnknown('alignBatches', options, [...termOptionNames, 'on', 'kernelMul', 'kernelNum']);
  oneOf('alignBatches: on', on, blockNames);
  return {
    name,
    weight,
    inactive: needsTwoBatches,
    loss: (pass) => alignBatchesLoss(pass.latent[on], pass.batch, { kernelMul, kernelNum }),
  };
}
