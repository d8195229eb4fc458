/**
 * Assigns one column to every row with the largest sum of weights (Hungarian method with potentials, O(rows² columns)).
 * There must be at least as many columns as rows.
 *
 * @param weight - Returns the weight of a row and a column.
 * @returns The column of every row.
 */
function assignRows(rows: number, columns: number, weight: (r: number, c: number) => number): Int32Array {
  // Row 0 and column 0 are sentinels, so that "none" needs no special case.
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const from = new Int32Array(columns + 1);
    const slack = new Float64Array(columns + 1).fill(Infinity);
    const seen = new Uint8Array(columns + 1);
    rowOf[0] = row;
    let column = 0;
    // Grows a tree of tight edges from the row until it meets a free column.
    while (rowOf[column] !== 0) {
      seen[column] = 1;
      const r = rowOf[column]!;
      let [delta, nextColumn] = [Infinity, 0];
      for (let c = 1; c <= columns; c++) {
        if (seen[c]) continue;
        const cost = -weight(r - 1, c - 1) - rowPotential[r]! - columnPotential[c]!;
        if (cost < slack[c]!) {
          slack[c] = cost;
          from[c] = column;
        }
        if (slack[c]! < delta) {
          delta = slack[c]!;
          nextColumn = c;
        }
      }
      for (let c = 0; c <= columns; c++) {
        if (seen[c]) {
          rowPotential[rowOf[c]!]! += delta;
          columnPotential[c]! -= delta;
        } else slack[c]! -= delta;
      }
      column = nextColumn;
    }
    for (; column !== 0; column = from[column]!) rowOf[column] = rowOf[from[column]!]!;
  }
  const columnOf = new Int32Array(rows);
  for (let c = 1; c <= columns; c++) if (rowOf[c] !== 0) columnOf[rowOf[c]! - 1] = c - 1;
  return columnOf;
}

/**
 * Finds the one-to-one matching of dimensions and targets with the largest sum of scores.
 *
 * @param scores - [dims][targets]
 * @returns The dimension of every target; -1 for an unmatched target, if there are fewer dimensions. [targets]
 */
export function maximumWeightMatching(scores: readonly ArrayLike<number>[]): Int32Array {
  const [dims, targets] = [scores.length, scores[0]!.length];
  if (targets <= dims) return assignRows(targets, dims, (t, d) => scores[d]![t]!);
  const dimOf = new Int32Array(targets).fill(-1);
  assignRows(dims, targets, (d, t) => scores[d]![t]!).forEach((target, dim) => {
    dimOf[target] = dim;
  });
  return dimOf;
}
