import { type CsrMatrix, type Matrix, rowRange } from './matrix.js';

/** Sum of each row, in float64. [rows] */
export function rowTotals(x: Matrix | CsrMatrix): Float64Array {
  const { data, shape } = x;
  return Float64Array.from({ length: shape[0] }, (_, row) => {
    const [from, to] = rowRange(x, row);
    let total = 0;
    for (let k = from; k < to; k++) total += data[k]!;
    return total;
  });
}
