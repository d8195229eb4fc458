import { badType, badValue } from '../check/errors.js';
import { isArrayLike, shown } from '../check/values.js';
import { checkMatrix } from './checkMatrix.js';
import type { CsrMatrix, Matrix } from './matrix.js';
import { pickRows } from './pickRows.js';

/** Throws unless all are whole numbers from 0 to `count - 1`. */
export function checkPlaces(argument: string, places: ArrayLike<number>, count: number): void {
  if (!isArrayLike(places)) {
    throw badType({ argument, expected: 'a list of numbers', received: shown(places) });
  }
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (Number.isInteger(place) && place >= 0 && place < count) continue;
    const expected = `whole numbers from 0 to ${count - 1}`;
    throw badValue({ argument, expected, received: `${shown(place)} as entry ${i}` });
  }
}

/**
 * The given rows, in the given order, as a new matrix of the same kind (CSR stays CSR).
 *
 * @param rows - Row numbers; they may repeat.
 * @returns [rows.length, columns]
 * @throws TypeError on something that isn't a matrix or a list; RangeError on a row that isn't there, or parts of the matrix
 * that don't fit together.
 */
export function selectRows<M extends Matrix | CsrMatrix>(matrix: M, rows: ArrayLike<number>): M {
  const checked = checkMatrix('selectRows: matrix', matrix);
  checkPlaces('selectRows: rows', rows, checked.shape[0]);
  return pickRows(checked, rows);
}
