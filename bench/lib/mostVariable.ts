import { columnMoments } from '../../src/matrix/columnMoments.js';
import type { CsrMatrix, Matrix } from '../../src/matrix/matrix.js';

/** Selects the columns of the genes that vary most, in order of column. @param x - Log-normalised. [cells, genes] */
export function mostVariable(x: Matrix | CsrMatrix, genes: number): number[] {
  const { variance } = columnMoments(x);
  const order = [...variance.keys()].sort((a, b) => variance[b]! - variance[a]!);
  return order.slice(0, genes).sort((a, b) => a - b);
}
