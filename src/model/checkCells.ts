import { sameLength } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { asMatrix } from '../matrix/asMatrix.js';
import { checkFinite } from '../matrix/checkFinite.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { type WarningOptions, warn } from '../platform/warnings.js';

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

/** {@link asCells} for `fit`, which needs at least two cells and one gene. */
export async function asTrainingCells(
  x: MatrixLike,
  { genes, onWarning }: { genes?: readonly string[] } & WarningOptions,
): Promise<Matrix | CsrMatrix> {
  const matrix = await asCells('fit: x', x, genes);
  warnOfGenes(matrix.shape[1], { onWarning });
  if (matrix.shape[0] >= 2 && matrix.shape[1] >= 1) return matrix;
  const received = `[${matrix.shape}]`;
  throw badValue({ argument: 'fit: x', expected: 'at least 2 cells and 1 gene', received });
}
