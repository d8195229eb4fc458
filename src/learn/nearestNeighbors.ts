import { wholeNumber } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { checkMatrix } from '../matrix/checkMatrix.js';
import type { Matrix } from '../matrix/matrix.js';
import type { Checkpoint } from '../platform/checkpoint.js';

/** The k nearest neighbours of every cell, nearest first; the cell itself isn't among them. */
export interface Neighbors {
  /** Number of neighbours per cell. */
  k: number;
  /** Row numbers; the neighbours of cell i are at `i * k` to `(i + 1) * k - 1`. [cells, k] */
  indices: Int32Array;
  /** Euclidean distances, in the same order. [cells, k] */
  distances: Float64Array;
}

// Two blocks of rows stay in the processor's cache while each row of one is compared with each of the other.
const blockRows = 256;

function squaredDistance(a: Float64Array, i: number, j: number, dims: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) {
    const difference = a[i + d]! - a[j + d]!;
    sum += difference * difference;
  }
  return sum;
}

/** Inserts a candidate into the sorted slots [from, from + k), after equal distances, whose indices are lower. */
function insert(
  { k, indices, distances }: Neighbors,
  from: number,
  candidate: number,
  distance: number,
): void {
  let at = from + k - 1;
  for (; at > from && distances[at - 1]! > distance; at--) {
    distances[at] = distances[at - 1]!;
    indices[at] = indices[at - 1]!;
  }
  distances[at] = distance;
  indices[at] = candidate;
}

/** Compares every cell of the block at `first` with every later cell of the block at `second`. */
function compareBlocks(
  points: Float64Array,
  [cells, dims]: Matrix['shape'],
  first: number,
  second: number,
  found: Neighbors,
): void {
  const { k, distances } = found;
  const end = Math.min(second + blockRows, cells);
  for (let i = first; i < Math.min(first + blockRows, cells); i++) {
    for (let j = Math.max(second, i + 1); j < end; j++) {
      const distance = squaredDistance(points, i * dims, j * dims, dims);
      if (distance < distances[(i + 1) * k - 1]!) insert(found, i * k, j, distance);
      if (distance < distances[(j + 1) * k - 1]!) insert(found, j * k, i, distance);
    }
  }
}

/**
 * Exact k nearest neighbours by Euclidean distance. Compares every pair of cells: 3,400 cells x 30 dims take half a second,
 * 20,000 x 10 about eight. Of equal distances, the lower index comes first.
 *
 * @param embedding - Finite values. [cells, dims]
 * @param k - Number of neighbours per cell, without the cell itself; less than the number of cells.
 * @throws RangeError if k isn't a whole number in [1, cells - 1], or a value is NaN or infinite (naming its cell).
 * @example
 * ```ts
 * const { indices, distances } = nearestNeighbors(bio, 15);
 * ```
 */
export function nearestNeighbors(embedding: Matrix, k: number): Neighbors {
  const search = searchByParts(embedding, k);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/** {@link nearestNeighbors} with a point between its parts, whose work adds up to the number of cells. */
export async function nearestNeighborsInParts(
  embedding: Matrix,
  k: number,
  next: Checkpoint,
): Promise<Neighbors> {
  const search = searchByParts(embedding, k);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
    await next(value);
  }
}

/** Yields after each part its share of the work, in cells. */
function* searchByParts(embedding: Matrix, k: number): Generator<number, Neighbors, void> {
  const cells = checkMatrix('nearestNeighbors: embedding', embedding).shape[0];
  if (wholeNumber('nearestNeighbors: k', k) >= cells) {
    const expected = `less than the number of cells, ${cells}`;
    throw badValue({ argument: 'nearestNeighbors: k', expected, received: `${k}` });
  }
  checkFinite('nearestNeighbors: embedding', embedding);
  const points = Float64Array.from(embedding.data);
  const distances = new Float64Array(cells * k).fill(Infinity);
  const found = { k, indices: new Int32Array(cells * k).fill(-1), distances };
  // In this order, every cell meets its candidates by ascending index, which decides ties.
  for (let first = 0; first < cells; first += blockRows) {
    for (let second = first; second < cells; second += blockRows) {
      compareBlocks(points, embedding.shape, first, second, found);
    }
    // The earlier a block, the more later ones it is compared with.
    const left = Math.max(0, cells - first - blockRows);
    yield ((cells - first) ** 2 - left ** 2) / cells;
  }
  for (let i = 0; i < distances.length; i++) distances[i] = Math.sqrt(distances[i]!);
  return found;
}

/** Keeps the `k` nearest of the neighbours found. */
export function fewerNeighbors(found: Neighbors, k: number): Neighbors {
  const cells = found.indices.length / found.k;
  const fewer = { k, indices: new Int32Array(cells * k), distances: new Float64Array(cells * k) };
  for (let i = 0; i < cells; i++) {
    const from = i * found.k;
    fewer.indices.set(found.indices.subarray(from, from + k), i * k);
    fewer.distances.set(found.distances.subarray(from, from + k), i * k);
  }
  return fewer;
}
