import { badValue } from '../check/errors.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';

function place(matrix: Matrix | CsrMatrix, at: number): string {
  if (!isCsr(matrix)) return `cell ${Math.floor(at / matrix.shape[1])}, gene ${at % matrix.shape[1]}`;
  return `cell ${matrix.indptr.findIndex((start) => start > at) - 1}, gene ${matrix.indices[at]}`;
}

/** Throws on the first value that is NaN, infinite or below zero, saying which cell and which gene it belongs to. */
export function checkNonNegative(argument: string, matrix: Matrix | CsrMatrix, next: string): void {
  checkFinite(argument, matrix);
  const at = matrix.data.findIndex((value) => value < 0);
  if (at < 0) return;
  const received = `${matrix.data[at]} in ${place(matrix, at)}`;
  throw badValue({ argument, expected: 'values of at least 0', received, next });
}
