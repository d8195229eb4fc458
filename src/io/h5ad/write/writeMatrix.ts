import type { Dataset, Group } from 'h5wasm';
import { type CsrMatrix, isCsr, type Matrix } from '../../../matrix/matrix.js';
import { createGroup, writeNumbers, writePieces } from './writeValues.js';

/** Writes a matrix as anndata expects it: as an array, or as the group of a CSR matrix. */
export function writeMatrix(parent: Group, name: string, matrix: Matrix | CsrMatrix): void {
  if (!isCsr(matrix)) {
    writeNumbers(parent, name, matrix.data, matrix.shape);
    return;
  }
  const group = createGroup(parent, name, 'csr_matrix');
  group.create_attribute('shape', BigInt64Array.from(matrix.shape, BigInt));
  for (const part of ['data', 'indices', 'indptr'] as const) writeNumbers(group, part, matrix[part]);
}

/** HDF5 filters that h5wasm applies when it writes: deflate, shuffle, fletcher32. */
const ownFilters = [1, 2, 3];
const float = 1;

/** Writes a matrix over one of the same size and type, which takes no further space. Returns whether it could. */
export function overwriteMatrix(there: Dataset, matrix: Matrix | CsrMatrix): boolean {
  const { type, size, littleEndian, shape } = there.metadata;
  const fits = type === float && size === 4 && littleEndian && shape?.join() === matrix.shape.join();
  if (isCsr(matrix) || !fits || !there.filters.every(({ id }) => ownFilters.includes(id))) return false;
  if (matrix.data.length > 0) writePieces(there, matrix.data, matrix.shape, 0);
  return true;
}
