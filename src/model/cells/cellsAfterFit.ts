import { badValue } from '../../check/errors.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import type { WarningOptions } from '../../platform/warnings.js';
import type { MissingGenes } from '../map/cellOptions.js';
import { checkScale, type InputCells, type InputKind } from '../map/inputScale.js';
import { admitCells, type FittedUnits } from './admitCells.js';
import { alignGenes } from './alignGenes.js';

/** The cells of `fit`. */
interface FittedCells extends FittedUnits {
  /** Number of genes. */
  genes: number;
  /** Their names, if `fit` was given any. */
  geneNames?: readonly string[];
  /** Their means over the cells of `fit`, on the networks' scale; absent in a file that doesn't hold them. */
  geneMeans?: Float32Array;
}

/** What the caller says about new cells. */
interface GivenCells extends WarningOptions {
  /** Names of the columns of x. */
  genes: readonly string[] | undefined;
  /** What to do about genes that x lacks. */
  missingGenes: MissingGenes;
  /** Share of the model's genes that x must have. */
  leastMatched: number;
  /** What x holds. */
  input: 'auto' | InputKind;
  /** Whether the call takes neither `missingGenes` nor `input`, as `fit` when resuming; default false. */
  fixed?: boolean;
}

/** Throws unless there are as many genes as the model has. */
function checkGenes(argument: string, columns: number, fitted: FittedCells): void {
  if (columns === fitted.genes) return;
  throw badValue({
    argument,
    expected: `${fitted.genes} genes, as at fit`,
    received: `${columns}`,
    next: fitted.geneNames
      ? 'Give the names of its columns, so that genes can be matched: { genes: adata.varNames }; or select the genes of model.genes (subsetGenes).'
      : 'Give the columns that fit was given: it got no names (genes: adata.varNames) to match them by.',
  });
}

/**
 * Brings cells to the genes and to the units of `fit`.
 *
 * @throws RangeError on other genes, values below 0 where counts are needed, or other units that can't be converted exactly.
 */
export function cellsAfterFit(
  argument: string,
  x: Matrix | CsrMatrix,
  { genes, input, fixed = false, onWarning, ...rules }: GivenCells,
  fitted: FittedCells,
): InputCells {
  const { geneNames, geneMeans: means, scale } = fitted;
  const options = { ...rules, means, fixed, onWarning };
  const { x: named, fill } =
    genes && geneNames ? alignGenes(argument, x, geneNames, { genes, ...options }) : { x };
  checkGenes(argument, named.shape[1], fitted);
  checkScale(argument, { x: named, scale });
  const admitted = admitCells(argument, named, input, fitted, { fixed, onWarning });
  return { x: admitted, scale, ...(fill ? { fill } : {}) };
}
