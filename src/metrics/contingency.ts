/** Counts of two labellings of the same cells. */
export interface Contingency {
  /** Cells with label a in one and b in the other. [a, b] */
  both: Float64Array;
  first: Float64Array;
  second: Float64Array;
  cells: number;
}

/** Counts how often the labels of two labellings meet. */
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
