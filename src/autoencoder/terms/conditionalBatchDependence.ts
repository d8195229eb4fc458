import { oneOf } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { conditionalBatchDependenceLoss } from '../../losses/conditionalBatchDependenceLoss.js';
import { neighborhoods, neighborhoodTable } from '../../losses/rbf/neighborhoods.js';
import type { ForwardPass, LossTerm, ModelShape } from './forwardPass.js';
import { type BlockName, blockName, needsTwoBatches, type TermOptions, termTable } from './termOptions.js';

/** Options of {@link conditionalBatchDependence}. */
export interface ConditionalBatchDependenceOptions extends TermOptions {
  /**
   * The groups within which batches are compared: `'neighborhoods'` (default) of the latent itself, or the `'labels'` given to
   * `fit` (cells without a label are left out).
   */
  within?: 'neighborhoods' | 'labels';
  /** For `'neighborhoods'`: their width, as a share of the mean squared distance; default 1/16. */
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
 * Removes the batch from z_bio among similar cells: minimises the share of the variance that the batch explains within
 * neighbourhoods or labels. Batches may hold different shares of the types. Formula: {@link conditionalBatchDependenceLoss}.
 *
 * The history names the term by the groups that it compares, so that a model may have one of each kind:
 * `batchDependenceLocal` within neighbourhoods, which is also its name in {@link defaultTerms}, and
 * `batchDependenceWithinLabels` within labels. The option `name` replaces it.
 *
 * The term has no effect on batches that share no neighbourhood: {@link batchDependence} brings them together first.
 *
 * @throws RangeError on an unknown option, block or kind of group, or a width that isn't positive.
 * @example
 * ```ts
 * // The types are known: compare batches within each type.
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
