/** Joint and marginal counts of two labellings of the same cells. */
export interface Contingency {
  /** Cells with label a in the first labelling and b in the second. [a, b] */
  both: Float64Array;
  /** Cells with label a in the first. [a] */
  first: Float64Array;
  /** Cells with label b in the second. [b] */
  second: Float64Array;
  /** Number of cells. */
  cells: number;
}

/** Counts the cells of every pair of labels. */
export function contingency(a: Int32Array, b: Int32Array): Contingency {
  const count = (codes: Int32Array) => codes.reduce((most, code) => Math.max(most, code), 0) + 1;
  const [rows, columns] = [count(a), count(b)];
  const table = {
    both: new Float64Array(rows * columns),
    first: new Float64Array(rows),
    second: new Float64Array(columns),
    cells: a.length,
  };
  for (let i = 0; i < a.length; i++) {
    table.both[a[i]! * columns + b[i]!]!++;
    table.first[a[i]!]!++;
    table.second[b[i]!]!++;
  }
  return table;
}
