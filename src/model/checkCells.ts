import { sameLength } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { checkUniqueGenes } from '../genes/checkUniqueGenes.js';
import { asMatrix } from '../matrix/asMatrix.js';
import { checkFinite } from '../matrix/checkFinite.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { type WarningOptions, warn } from '../platform/warnings.js';
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

/** More genes than this take long and hardly help: most of them hardly vary. */
const manyGenes = 20_000;

function warnOfGenes(genes: number, options: WarningOptions): void {
  if (genes <= manyGenes) return;
  const usual =
    'highlyVariableGenes(x, { batch, count: 2000 }), then subsetGenes; on the command line, --genes';
  warn(
    `fit: x has ${genes} genes. Most of them hardly vary, and time grows with their number. Select: ${usual}.`,
    options,
  );
}

/** {@link asCells} for `fit`, which needs at least two cells and one gene, and different names. */
export async function asTrainingCells(
  x: MatrixLike,
  { genes, onWarning }: { genes?: readonly string[] } & WarningOptions,
): Promise<Matrix | CsrMatrix> {
  const matrix = await asCells('fit: x', x, genes);
  if (genes) checkUniqueGenes('fit: genes', genes);
  warnOfGenes(matrix.shape[1], { onWarning });
  if (matrix.shape[0] >= 2 && matrix.shape[1] >= 1) return matrix;
  const received = `[${matrix.shape}]`;
  throw badValue({ argument: 'fit: x', expected: 'at least 2 cells and 1 gene', received });
}

/** Throws unless there are as many genes as the model has. */
export function checkGenes(argument: string, columns: number, fitted: Pick<CellsHeader, 'genes'>): void {
  if (columns === fitted.genes) return;
  throw badValue({
    argument,
    expected: `${fitted.genes} genes, as at fit`,
    received: `${columns}`,
    next: 'Give the names of its columns, so that genes can be matched: { genes: adata.varNames }; or select the genes of model.genes (subsetGenes).',
  });
}
