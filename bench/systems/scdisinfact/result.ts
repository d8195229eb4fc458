import type { Matrix } from '../../../src/matrix/matrix.js';

/** What a method makes of a {@link ConditionSet}. */
export interface Result {
  /** [cells, 8] */
  shared: Matrix;
  /** [cells, 2] */
  condition: Matrix;
  /** A number a gene: how much the condition's latent hears of it. */
  scores: Float32Array;
  /** The cells that aren't under the target, in their order, as they would be. [cells, genes] */
  predicted: Matrix;
  /** The same cells under the target and in the target batch. [cells, genes] */
  moved: Matrix;
}
