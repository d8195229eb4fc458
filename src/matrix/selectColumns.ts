import { checkMatrix } from './checkMatrix.js';
import type { CsrMatrix, Matrix } from './matrix.js';
import { pickColumns } from './pickColumns.js';
import { checkPlaces } from './selectRows.js';

/**
 * The given columns, in the given order, as a new matrix of the same kind (CSR stays CSR).
 *
 * @param columns - Column numbers; they may repeat.
 * @returns [rows, columns.length]
 * @throws TypeError on something that isn't a matrix or a list; RangeError on a column that isn't there, or parts of the matrix
 * that don't fit together.
 */
export function selectColumns<M extends Matrix | CsrMatrix>(matrix: M, columns: ArrayLike<number>): M {
  const checked = checkMatrix('selectColumns: matrix', matrix);
  checkPlaces('selectColumns: columns', columns, checked.shape[1]);
  return pickColumns(checked, columns);
}
