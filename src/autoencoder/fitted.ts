import type { Matrix } from '../matrix/matrix.js';
import type { Trained } from '../model/lifecycle.js';
import type { InputKind } from '../model/map/inputScale.js';
import type { AutoencoderRun } from './buildModel.js';

/** Plain values that say what was done to cells before a model got them. */
export type Preprocessing = Record<string, string | number | boolean>;

/** What a model knows after `fit`. */
export interface Fitted extends Trained {
  run: AutoencoderRun;
  /** Cells it was trained on. */
  cells: number;
  genes: number;
  /** Names of the genes, if they were given. */
  geneNames?: readonly string[];
  /** Batch categories, in the order of the one-hot's columns. */
  batches: readonly string[];
  /** Label categories; empty without labels. */
  labels: readonly string[];
  input: InputKind;
  /** What was done to the cells before they came here, as the caller says. */
  preprocessing?: Preprocessing;
  /** Mean z_nio of each batch's training cells. [batches, nio] */
  centroids: Matrix;
}
