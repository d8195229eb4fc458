import type { Dataset, Entity } from 'h5wasm';
import type { CsrMatrix, Matrix } from '../../../matrix/matrix.js';
import { isCsr } from '../../../matrix/matrix.js';
import { toDense } from '../../../matrix/toDense.js';
import { badElement } from '../../hdf5/badElement.js';
import { isDataset, isGroup, pathOf, type Reader } from '../../hdf5/h5.js';
import { spendBytes } from '../../hdf5/spend.js';
import { childrenOf } from './childrenOf.js';
import { type ExpectedShape, readMatrix } from './readMatrix.js';
import { readRecords } from './readRecords.js';

/** Reads every matrix in a group such as `layers`; adds the paths of other elements to `skipped`. */
export function readMatrices(
  reader: Reader,
  entity: Entity | null,
  expected?: ExpectedShape,
): Record<string, Matrix | CsrMatrix> {
  const matrices: [string, Matrix | CsrMatrix][] = [];
  if (!isGroup(entity)) return {};
  for (const [name, element] of childrenOf(reader, entity)) {
    const matrix = readMatrix(reader, element, expected);
    if (matrix) matrices.push([name, matrix]);
    else reader.skipped.push(`${pathOf(entity)}/${name}`);
  }
  return Object.fromEntries(matrices);
}

/** Before anndata 0.7, all embeddings were one dataset of records. */
function readLegacy(reader: Reader, dataset: Dataset, cells: number | undefined): Record<string, Matrix> {
  const embeddings: [string, Matrix][] = [];
  if (cells !== undefined && dataset.shape?.[0] !== cells) {
    const found = `[${dataset.shape?.join(', ') ?? ''}]`;
    throw badElement({ path: pathOf(dataset), expected: `${cells} records, one per cell`, found });
  }
  for (const [name, values] of readRecords(reader, dataset)) {
    if (values && 'shape' in values) embeddings.push([name, values]);
    else reader.skipped.push(`${pathOf(dataset)}/${name}`);
  }
  return Object.fromEntries(embeddings);
}

/**
 * Reads `obsm`: every embedding as a dense matrix; adds the paths of other elements to `reader.skipped`.
 *
 * @param cells - The number of rows that each must have; by default, any.
 */
export function readEmbeddings(
  reader: Reader,
  entity: Entity | null,
  cells?: number,
): Record<string, Matrix> {
  if (isDataset(entity)) return readLegacy(reader, entity, cells);
  const matrices = Object.entries(readMatrices(reader, entity, [cells, undefined]));
  return Object.fromEntries(
    matrices.map(([name, matrix]) => {
      if (isCsr(matrix)) spendBytes(reader, `obsm/${name}`, matrix.shape[0] * matrix.shape[1] * 4);
      return [name, toDense(matrix)];
    }),
  );
}
