import { oneOf } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { batchDependenceLoss } from '../../losses/batchDependenceLoss.js';
import type { LossTerm } from './forwardPass.js';
import { type BlockName, blockName, needsTwoBatches, type TermOptions, termTable } from './termOptions.js';

/** Options of {@link batchDependence}. */
export interface BatchDependenceOptions extends TermOptions {
  /** `'rbf'` (default): any dependence; `'linear'`: differences of the batches' means, per dimension. */
  kernel?: 'rbf' | 'linear';
  /** Latent block that must not depend on the batch; default `'bio'`. */
  on?: BlockName;
  /** Whether samples or means of the latent are compared; default samples for `'rbf'`, means for `'linear'`. */
  of?: 'sample' | 'mean';
}

const table = {
  ...termTable,
  kernel: (argument, given = 'rbf') => oneOf(argument, given, ['rbf', 'linear']),
  on: (argument, given = 'bio') => blockName(argument, given),
  of: (argument, given) => (given === undefined ? given : oneOf(argument, given, ['sample', 'mean'])),
} satisfies OptionTable<BatchDependenceOptions>;

/**
 * Removes the batch from z_bio: minimises the share of its variance that the batch explains, bias-corrected and clamped at 0.
 *
 * `'rbf'` is the normalised HSIC with the batch label (kernel ANOVA R²); `'linear'` is the ordinary ANOVA R², mean over
 * dimensions. The history shows them as `batchDependenceRbf` and `batchDependenceLinear`. Formulas:
 * {@link batchDependenceLoss}. Among similar cells only: {@link conditionalBatchDependence}.
 *
 * @throws RangeError on an unknown kernel, block or option.
 * @example
 * ```ts
 * batchDependence({ kernel: 'rbf', weight: warmUp({ epochs: 0.1, ramp: 0.1, to: 100 }) });
 * ```
 */
export function batchDependence(options: BatchDependenceOptions = {}): LossTerm {
  const { kernel, on, weight, ...given } = readOptions('batchDependence', options, table);
  const { name = kernel === 'rbf' ? 'batchDependenceRbf' : 'batchDependenceLinear' } = given;
  const { of = kernel === 'rbf' ? 'sample' : 'mean' } = given;
  return {
    name,
    weight,
    inactive: needsTwoBatches,
    loss: (pass) => {
      const z = of === 'sample' ? pass.latent[on] : pass.mean[on];
      return batchDependenceLoss(z, pass.batch, { kernel });
    },
  };
}
