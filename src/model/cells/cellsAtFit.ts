import { checkUniqueGenes } from '../../genes/checkUniqueGenes.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import type { WarningOptions } from '../../platform/warnings.js';
import { checkScale, type InputCells } from '../map/inputScale.js';
import { type ExpectedUnits, type UnitsAtFit, unitsAtFit } from './unitsAtFit.js';
import { warnOfOddValues } from './warnOfOddValues.js';

/**
 * Checks the genes of the cells of `fit`, and decides how the model takes their values.
 *
 * @throws RangeError on repeated names of genes, values below 0 where counts are needed, or values that no likelihood of counts
 * fits.
 */
export function cellsAtFit(
  x: Matrix | CsrMatrix,
  { genes, ...options }: { genes: readonly string[] | undefined } & WarningOptions,
  expected: ExpectedUnits,
): InputCells & UnitsAtFit {
  if (genes) checkUniqueGenes('fit: genes', genes);
  const taken = { x, ...unitsAtFit(x, expected, options) };
  checkScale('fit: x', taken);
  warnOfOddValues(x, taken.units, { genes, ...options });
  return taken;
}
