import { badValue } from '../check/errors.js';
import { checkFinite, valuePosition } from '../matrix/checkFinite.js';
import { checkMatrix } from '../matrix/checkMatrix.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';

/** Throws a RangeError on the first value that is NaN, infinite or negative. The error names the cell and the gene. */
export function checkNonNegative(argument: string, matrix: Matrix | CsrMatrix, next: string): void {
  checkFinite(argument, checkMatrix(argument, matrix));
  const at = matrix.data.findIndex((value) => value < 0);
  if (at < 0) return;
  const [cell, gene] = valuePosition(matrix, at);
  const received = `${matrix.data[at]} in cell ${cell}, gene ${gene}`;
  throw badValue({ argument, expected: 'values of at least 0', received, next });
}
