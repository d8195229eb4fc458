import { sameLength } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { asMatrix } from '../matrix/asMatrix.js';
import { checkFinite } from '../matrix/checkFinite.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import type { CellsHeader } from './file/cellsHeader.js';

/** A matrix of cells that is fit for a model: finite, and with names for its genes if any are given. */
export async function asCells(
  argument: string,
  x: MatrixLike,
  genes: readonly string[] | undefined,
): Promise<Matrix | CsrMatrix> {
  const cells = await asMatrix(argument, x);
  if (genes) sameLength(`${argument}, genes`, genes.length, cells.shape[1], 'gene');
  checkFinite(argument, cells, genes);
  return cells;
}

/** The cells of a fit. */
export async function asTrainingCells(
  x: MatrixLike,
  genes: readonly string[] | undefined,
): Promise<Matrix | CsrMatrix> {
  const cells = await asCells('fit: x', x, genes);
  if (cells.shape[0] >= 2 && cells.shape[1] >= 1) return cells;
  const received = `[${cells.shape}]`;
  throw badValue({ argument: 'fit: x', expected: 'at least 2 cells and 1 gene', received });
}

/** Throws unless the cells have the model's genes, in its order. */
export function checkGenes(
  argument: string,
  columns: number,
  genes: readonly string[] | undefined,
  fitted: Pick<CellsHeader, 'genes' | 'geneNames'>,
): void {
  const next = 'Select and order the genes as model.genes has them (subsetGenes).';
  if (columns !== fitted.genes) {
    throw badValue({ argument, expected: `${fitted.genes} genes, as at fit`, received: `${columns}`, next });
  }
  const at = genes && fitted.geneNames ? genes.findIndex((name, i) => name !== fitted.geneNames![i]) : -1;
  if (at < 0) return;
  const expected = `gene '${fitted.geneNames![at]}' in column ${at}, as at fit`;
  throw badValue({ argument, expected, received: `'${genes![at]}'`, next });
}
