import type { Matrix } from '../../../src/matrix/matrix.js';

/** Result of a method on a {@link ConditionSet}. */
export interface Result {
  /** [cells, 8] */
  shared: Matrix;
  /** [cells, 2] */
  condition: Matrix;
  /** One number per gene: its influence on the condition's latent. */
  scores: Float32Array;
  /** The cells that aren't under the target condition, in order, as predicted under it. [cells, genes] */
  predicted: Matrix;
  /** The same cells as predicted under the target condition and in the target batch. [cells, genes] */
  moved: Matrix;
}
