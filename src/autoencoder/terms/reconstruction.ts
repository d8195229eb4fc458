import * as tf from '@tensorflow/tfjs';
import { oneOf, text } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { meanSquaredError } from '../../losses/meanSquaredError.js';
import { reconstructionLoss } from '../../losses/reconstructionLoss.js';
import { scaledReconstructionLoss } from '../../losses/scaledReconstructionLoss.js';
import type { LossTerm } from './forwardPass.js';
import { residualScale } from './residualScale.js';
import { type TermOptions, termTable } from './termOptions.js';

/** Options of {@link reconstruction}. */
export interface ReconstructionOptions extends TermOptions {
  /**
   * - `'scaled'` (default): ½ Σ_g (x̂_g - x_g)² / (s_g + 0.02·mean(s)), mean over cells; s_g = running mean squared
   *   residual of gene g. Every gene is weighted by how well it can be explained, in any units.
   * - `'squared'`: Σ_g (x̂_g - x_g)², mean over cells.
   * - `'mean'`: the mean over cells and genes. It is `genes` times smaller than `'squared'`: with regularisers in addition, the
   *   biology may collapse.
   */
  measure?: 'scaled' | 'squared' | 'mean';
}

const table = {
  ...termTable,
  name: (argument, given = 'reconstruction') => text(argument, given),
  measure: (argument, given = 'scaled') => oneOf(argument, given, ['scaled', 'squared', 'mean']),
} satisfies OptionTable<ReconstructionOptions>;

function scaled(named: Pick<LossTerm, 'name' | 'weight'>): LossTerm {
  return {
    ...named,
    build: ({ genes }) => [residualScale(genes)],
    loss: ({ output, x, mode }, [scale]) => {
      const squared = tf.square(tf.sub(output, x)) as tf.Tensor2D;
      return scaledReconstructionLoss(output, x, tf.squeeze(scale!.apply(squared, mode), [0]) as tf.Tensor1D);
    },
  };
}

/**
 * Minimises the distance of the decoder's output from the input without noise.
 *
 * @throws RangeError on an unknown measure or option.
 * @example
 * ```ts
 * new DisentangledAE({ terms: [reconstruction({ measure: 'squared' }), batchClassifier()] });
 * ```
 */
export function reconstruction(options: ReconstructionOptions = {}): LossTerm {
  const { measure, ...named } = readOptions('reconstruction', options, table);
  if (measure === 'scaled') return scaled(named);
  const loss = measure === 'squared' ? reconstructionLoss : meanSquaredError;
  return { ...named, loss: ({ output, x }) => loss(output, x) };
}
