import { type CsrMatrix, type Matrix, rowRange } from '../matrix/matrix.js';
import type { ValueStatistics } from './units.js';

/** Sums of the cells that have values, ascending. */
const sorted = (sums: Float64Array, count: number): Float64Array => sums.subarray(0, count).sort();

/** Looks at every value, in one pass. */
export function valueStatistics(x: Matrix | CsrMatrix): ValueStatistics {
  const sums = new Float64Array(x.shape[0]);
  let [cells, values, wholeValues, wholeCells, negativeCells] = [0, 0, 0, 0, 0];
  let [smallest, largest, reached] = [0, 0, Infinity];
  for (let row = 0; row < x.shape[0]; row++) {
    const [from, to] = rowRange(x, row);
    let [count, whole, low, high, sum] = [0, 0, Infinity, -Infinity, 0];
    for (let k = from; k < to; k++) {
      const value = x.data[k]!;
      if (value === 0) continue;
      count++;
      sum += value;
      if (Math.floor(value) === value) whole++;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (count === 0) continue;
    sums[cells++] = sum;
    values += count;
    wholeValues += whole;
    if (whole === count) wholeCells++;
    if (low < 0) negativeCells++;
    smallest = Math.min(smallest, low);
    largest = Math.max(largest, high);
    reached = Math.min(reached, high);
  }
  const totals = sorted(sums, cells);
  return {
    cells,
    values,
    smallest,
    largest,
    reached: cells ? reached : 0,
    whole: values ? wholeValues / values : 1,
    wholeCells,
    negativeCells,
    totals: cells ? [totals[0]!, totals[cells >> 1]!, totals[cells - 1]!] : [0, 0, 0],
  };
}
