import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { logNormalize } from '../../preprocess/logNormalize.js';
import type { Units } from '../../preprocess/units.js';
import { isLinear } from '../map/inputScale.js';

function changed<M extends Matrix | CsrMatrix>(x: M, change: (value: number) => number): M {
  return { ...x, data: x.data.map(change) };
}

/**
 * Brings cells to the logarithms of fit, where that is exact: fit's cells had one total over the model's genes, so the same
 * normalisation over the same genes gives the same values. CSR stays CSR. Undefined if the normalisation isn't known.
 */
export function convertUnits(
  x: Matrix | CsrMatrix,
  given: Units,
  { kind, base, targetSum }: Units,
): Matrix | CsrMatrix | undefined {
  if (kind !== 'logarithms' || base === undefined || targetSum === undefined) return undefined;
  const unit = base === Math.E ? 1 : 1 / Math.log(base);
  const inBase = (natural: Matrix | CsrMatrix) =>
    unit === 1 ? natural : changed(natural, (value) => value * unit);
  if (isLinear(given.kind)) return inBase(logNormalize(x, targetSum));
  if (given.base === undefined || given.targetSum === undefined) return undefined;
  const undo = Math.log(given.base);
  const counts = changed(x, (value) => Math.expm1(value * undo));
  return inBase(logNormalize(counts, targetSum));
}
