/**
 * Preprocessing: matrices, rows and columns, normalisation, variable genes, PCA, and neighbours.
 *
 * @module zbio/preprocess
 */

export { type Neighbors, nearestNeighbors } from '../learn/nearestNeighbors.js';
export { type Pca, type PcaOptions, pca } from '../learn/pca.js';
export type { Labels } from '../matrix/labels.js';
export type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
export { selectColumns } from '../matrix/selectColumns.js';
export { selectRows } from '../matrix/selectRows.js';
export { describeUnits } from '../preprocess/describeUnits.js';
export {
  type HighlyVariableGenes,
  type HighlyVariableGenesOptions,
  highlyVariableGenes,
} from '../preprocess/highlyVariableGenes.js';
export { log1p } from '../preprocess/log1p.js';
export { type NormalizeTotalOptions, normalizeTotal } from '../preprocess/normalizeTotal.js';
export { type ScaleOptions, scale } from '../preprocess/scale.js';
export type { Units, UnitsKind, ValueStatistics } from '../preprocess/units.js';
