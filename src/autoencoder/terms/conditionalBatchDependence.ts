import { oneOf } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { conditionalBatchDependenceLoss } from '../../losses/conditionalBatchDependenceLoss.js';
import { neighborhoods, neighborhoodTable } from '../../losses/rbf/neighborhoods.js';
import type { ForwardPass, LossTerm, ModelShape } from './forwardPass.js';
import { type BlockName, blockName, needsTwoBatches, type TermOptions, termTable } from './termOptions.js';

/** Options of {@link conditionalBatchDependence}. */
export interface ConditionalBatchDependenceOptions extends TermOptions {
  /**
   * Where the batches are compared: `'neighborhoods'` (default) of the latent itself, or `'labels'`, within the types that
   * `fit` was given (cells without one are left out).
   */
  within?: 'neighborhoods' | 'labels';
  /** Width of a neighbourhood, as a share of the mean squared distance; default 1/16. */
  width?: number;
  /** Latent block that must not depend on the batch; default `'bio'`. */
  on?: BlockName;
}

const table = {
  ...termTable,
  within: (argument, given = 'neighborhoods') => oneOf(argument, given, ['neighborhoods', 'labels']),
  width: neighborhoodTable.width,
  on: (argument, given = 'bio') => blockName(argument, given),
} satisfies OptionTable<ConditionalBatchDependenceOptions>;

function missing(within: string): (shape: ModelShape) => string | undefined {
  return (shape) =>
    needsTwoBatches(shape) ??
    (within === 'labels' && shape.labels === 0 ? 'it needs labels and fit got none' : undefined);
}

/**
 * Share of the variance of z_bio that the batch explains among cells that are alike: removes the batch, and leaves be that
 * batches hold different mixes of types. Formula: {@link conditionalBatchDependenceLoss}.
 *
 * Batches that share no neighbourhood at all aren't seen: {@link batchDependence} brings them together first.
 *
 * @throws RangeError on an unknown option, block or kind of strata, or a width that isn't positive.
 * @example
 * ```ts
 * // Types are known: nothing else may tell the batches apart.
 * const model = new DisentangledAE({ terms: [...defaultTerms(), conditionalBatchDependence({ within: 'labels', weight: 100 })] });
 * await model.fit(x, batch, { labels: cellTypes });
 * ```
 */
export function conditionalBatchDependence(options: ConditionalBatchDependenceOptions = {}): LossTerm {
  const { within, width, on, weight, ...given } = readOptions('conditionalBatchDependence', options, table);
  const { name = within === 'labels' ? 'batchDependenceWithinLabels' : 'batchDependenceLocal' } = given;
  const strata = ({ mean, labels }: ForwardPass) =>
    within === 'labels' ? labels! : neighborhoods(mean[on], { width });
  return {
    name,
    weight,
    inactive: missing(within),
    loss: (pass) => conditionalBatchDependenceLoss(pass.latent[on], pass.batch, strata(pass)),
  };
}
