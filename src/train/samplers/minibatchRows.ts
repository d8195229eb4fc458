/**
 * Cuts rows into minibatches. `dropLast` drops an incomplete last minibatch. One of a single cell is always dropped, since batch
 * norm and measures of dependence aren't defined for one cell.
 */
export function minibatchRows(rows: Int32Array, batchSize: number, dropLast: boolean): Int32Array[] {
  const parts: Int32Array[] = [];
  for (let start = 0; start < rows.length; start += batchSize)
    parts.push(rows.subarray(start, start + batchSize));
  const last = parts.at(-1);
  const incomplete = parts.length > 1 && last !== undefined && last.length < batchSize;
  return incomplete && (dropLast || last.length < 2) ? parts.slice(0, -1) : parts;
}
