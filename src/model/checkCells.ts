import { sameLength } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { asMatrix } from '../matrix/asMatrix.js';
import { checkFinite } from '../matrix/checkFinite.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import type { CellsHeader } from './file/cellsHeader.js';

/** Converts cells to a matrix and checks that it is finite and that the names of its genes, if given, are complete. */
export async function asCells(
  argument: string,
  x: MatrixLike,
  genes: readonly string[] | undefined,
): Promise<Matrix | CsrMatrix> {
  const matrix = await asMatrix(argument, x);
  if (genes) sameLength(`${argument}, genes`, genes.length, matrix.shape[1], 'gene');
  checkFinite(argument, matrix, genes);
  return matrix;
}

/** {@link asCells} for `fit`, which needs at least two cells and one gene. */
export async function asTrainingCells(
  x: MatrixLike,
  genes: readonly string[] | undefined,
): Promise<Matrix | CsrMatrix> {
  const matrix = await asCells('fit: x', x, genes);
  if (matrix.shape[0] >= 2 && matrix.shape[1] >= 1) return matrix;
  const received = `[${matrix.shape}]`;
  throw badValue({ argument: 'fit: x', expected: 'at least 2 cells and 1 gene', received });
}

/** Throws unless the cells have the model's genes, in its order. */
export function checkGenes(
  argument: string,
  columns: number,
  genes: readonly string[] | undefined,
  fitted: Pick<CellsHeader, 'genes' | 'geneNames'>,
): void {
  const next = 'Select the genes of model.genes, in the same order (subsetGenes).';
  if (columns !== fitted.genes) {
    throw badValue({ argument, expected: `${fitted.genes} genes, as at fit`, received: `${columns}`, next });
  }
  const at = genes && fitted.geneNames ? genes.findIndex((name, i) => name !== fitted.geneNames![i]) : -1;
  if (at < 0) return;
  const expected = `gene '${fitted.geneNames![at]}' in column ${at}, as at fit`;
  throw badValue({ argument, expected, received: `'${genes![at]}'`, next });
}
