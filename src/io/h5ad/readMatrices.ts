import type { Dataset, Entity } from 'h5wasm';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';
import { isDataset, isGroup, pathOf, type Reader } from '../hdf5/h5.js';
import { readMatrix } from './readMatrix.js';
import { readRecords } from './readRecords.js';

/** Reads every matrix in a group such as `layers`; adds the paths of other elements to `skipped`. */
export function readMatrices({ skipped }: Reader, entity: Entity | null): Record<string, Matrix | CsrMatrix> {
  const matrices: Record<string, Matrix | CsrMatrix> = {};
  if (!isGroup(entity)) return matrices;
  for (const name of entity.keys()) {
    const matrix = readMatrix(entity.get(name));
    if (matrix) matrices[name] = matrix;
    else skipped.push(`${pathOf(entity)}/${name}`);
  }
  return matrices;
}

/** Before anndata 0.7, all embeddings were one dataset of records. */
function readLegacy({ skipped }: Reader, dataset: Dataset): Record<string, Matrix> {
  const embeddings: Record<string, Matrix> = {};
  for (const [name, values] of readRecords(dataset)) {
    if (values && 'shape' in values) embeddings[name] = values;
    else skipped.push(`${pathOf(dataset)}/${name}`);
  }
  return embeddings;
}

/** Reads `obsm`: every embedding as a dense matrix; adds the paths of other elements to `reader.skipped`. */
export function readEmbeddings(reader: Reader, entity: Entity | null): Record<string, Matrix> {
  if (isDataset(entity)) return readLegacy(reader, entity);
  const matrices = Object.entries(readMatrices(reader, entity));
  return Object.fromEntries(matrices.map(([name, matrix]) => [name, toDense(matrix)]));
}
