import { badValue } from '../check/errors.js';
import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

function position(matrix: Matrix | CsrMatrix, at: number): [row: number, column: number] {
  if (!isCsr(matrix)) return [Math.floor(at / matrix.shape[1]), at % matrix.shape[1]];
  return [matrix.indptr.findIndex((start) => start > at) - 1, matrix.indices[at]!];
}

/** Throws on the first NaN or infinite value, saying which cell and which gene it belongs to. */
export function checkFinite(argument: string, matrix: Matrix | CsrMatrix, genes?: readonly string[]): void {
  const { data } = matrix;
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue;
    const [cell, gene] = position(matrix, i);
    const name = genes?.[gene] === undefined ? '' : ` ('${genes[gene]}')`;
    throw badValue({
      argument,
      expected: 'finite values',
      received: `${data[i]} in cell ${cell}, gene ${gene}${name}`,
      next: 'Remove the cell or the gene, or replace the value.',
    });
  }
}
