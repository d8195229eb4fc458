import type { Dataset, Group } from 'h5wasm';
import { type CsrMatrix, isCsr, type Matrix } from '../../../matrix/matrix.js';
import { createGroup, numbersInPieces, writePieces } from './writeValues.js';

/** Number of values that a matrix stores, indices included. */
export const storedValues = (matrix: Matrix | CsrMatrix): number =>
  matrix.data.length + (isCsr(matrix) ? matrix.indices.length + matrix.indptr.length : 0);

/**
 * Writes a matrix as anndata expects it: as an array, or as the group of a CSR matrix. Yields the number of values of each piece,
 * {@link storedValues} in total.
 */
export function* writeMatrix(
  parent: Group,
  name: string,
  matrix: Matrix | CsrMatrix,
): Generator<number, void> {
  if (!isCsr(matrix)) {
    yield* numbersInPieces(parent, name, matrix.data, matrix.shape);
    return;
  }
  const group = createGroup(parent, name, 'csr_matrix');
  group.create_attribute('shape', BigInt64Array.from(matrix.shape, BigInt));
  for (const part of ['data', 'indices', 'indptr'] as const) {
    yield* numbersInPieces(group, part, matrix[part]);
  }
}

/** HDF5 filters that h5wasm applies when it writes: deflate, shuffle, fletcher32. */
const ownFilters = [1, 2, 3];
const float = 1;

/** Writes a matrix over one of the same size and type, which takes no further space. Returns whether it could; yields as {@link writeMatrix}. */
export function* overwriteMatrix(there: Dataset, matrix: Matrix | CsrMatrix): Generator<number, boolean> {
  const { type, size, littleEndian, shape } = there.metadata;
  const fits = type === float && size === 4 && littleEndian && shape?.join() === matrix.shape.join();
  if (isCsr(matrix) || !fits || !there.filters.every(({ id }) => ownFilters.includes(id))) return false;
  if (matrix.data.length > 0) yield* writePieces(there, matrix.data, matrix.shape, 0);
  return true;
}
