import { badValue } from '../check/errors.js';
import type { CsrMatrix, Matrix } from './matrix.js';
import { valuePosition } from './valuePosition.js';

/** Throws on the first NaN or infinite value, saying which cell and which gene it belongs to. */
export function checkFinite(argument: string, matrix: Matrix | CsrMatrix, genes?: readonly string[]): void {
  const { data } = matrix;
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue;
    const [cell, gene] = valuePosition(matrix, i);
    const name = genes?.[gene] === undefined ? '' : ` ('${genes[gene]}')`;
    throw badValue({
      argument,
      expected: 'finite values',
      received: `${data[i]} in cell ${cell}, gene ${gene}${name}`,
      next: 'Remove the cell or the gene, or replace the value.',
    });
  }
}
