import { oneOf, rejectUnknown } from '../../check/checks.js';
import { batchDependenceLoss } from '../../losses/batchDependenceLoss.js';
import type { LossTerm } from './forwardPass.js';
import {
  type BlockName,
  blockNames,
  needsTwoBatches,
  type TermOptions,
  termOptionNames,
} from './termOptions.js';

/** Options of {@link batchDependence}. */
export interface BatchDependenceOptions extends TermOptions {
  /** `'rbf'` (default): any dependence; `'linear'`: the batches' means only, per dimension. */
  kernel?: 'rbf' | 'linear';
  /** Latent block that must not depend on the batch; default `'bio'`. */
  on?: BlockName;
  /** What of it is compared; default the sample for `'rbf'`, the mean for `'linear'`. */
  of?: 'sample' | 'mean';
}

/**
 * Share of the variance of z_bio that the batch explains, bias-corrected and clamped at 0: what removes the batch.
 *
 * `'rbf'` is normalised HSIC with the batch label (kernel ANOVA R²); `'linear'` the ordinary ANOVA R², mean over
 * dimensions. Formulas: {@link batchDependenceLoss}.
 *
 * @throws RangeError on an unknown kernel, block or option.
 * @example
 * ```ts
 * batchDependence({ kernel: 'rbf', weight: warmUp({ epochs: 0.1, ramp: 0.1, to: 100 }) });
 * ```
 */
export function batchDependence(options: BatchDependenceOptions = {}): LossTerm {
  const { kernel = 'rbf', on = 'bio', of = kernel === 'rbf' ? 'sample' : 'mean', weight = 1 } = options;
  const { name = kernel === 'rbf' ? 'batchDependenceRbf' : 'batchDependenceLinear' } = options;
  rejectUnknown('batchDependence', options, [...termOptionNames, 'kernel', 'on', 'of']);
  oneOf('batchDependence: kernel', kernel, ['rbf', 'linear']);
  oneOf('batchDependence: on', on, blockNames);
  oneOf('batchDependence: of', of, ['sample', 'mean']);
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
