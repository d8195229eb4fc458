import type { Group } from 'h5wasm';
import { type CsrMatrix, isCsr, type Matrix } from '../../matrix/matrix.js';
import { createGroup, writeNumbers } from './writeValues.js';

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
