import type { Matrix } from '../matrix/matrix.js';

/** Distances of each row to its nearest neighbours in every class. */
export interface NearestByClass {
  /** Largest number of neighbours per class. */
  k: number;
  classes: number;
  /**
   * Euclidean distances in ascending order; those of row i to class c are at `(i * classes + c) * k` and after. Infinite where the class
   * has fewer than k cells. [rows, classes, k]
   */
  distances: Float64Array;
}

/** Puts a distance into its place among the k smallest. */
function insert(distances: Float64Array, from: number, k: number, distance: number): void {
  let at = from + k - 1;
  if (!(distance < distances[at]!)) return;
  for (; at > from && distances[at - 1]! > distance; at--) distances[at] = distances[at - 1]!;
  distances[at] = distance;
}

/**
 * Compares every row with every cell of the reference.
 *
 * @param rows - Finite values; the reference itself for the distances of its cells to the other ones. [rows, dims]
 * @param reference - Finite values. [cells, dims]
 * @param codes - Class of each cell of the reference. [cells]
 */
export function nearestByClass(
  rows: Matrix,
  reference: Matrix,
  codes: Int32Array,
  { classes, k }: { classes: number; k: number },
): NearestByClass {
  const [count, dims] = rows.shape;
  const [a, b] = [Float64Array.from(rows.data), Float64Array.from(reference.data)];
  const distances = new Float64Array(count * classes * k).fill(Infinity);
  const same = rows === reference;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < codes.length; j++) {
      if (same && i === j) continue;
      let sum = 0;
      for (let d = 0; d < dims; d++) sum += (a[i * dims + d]! - b[j * dims + d]!) ** 2;
      insert(distances, (i * classes + codes[j]!) * k, k, sum);
    }
  }
  return { k, classes, distances: distances.map(Math.sqrt) };
}
