import type { Matrix } from '../matrix/matrix.js';
import { createRng, type Rng } from '../random/rng.js';

/** Options of {@link kmeans}. */
export interface KmeansOptions {
  /** Default 0. */
  seed?: number;
  /** Rounds at most; default 300. It ends when no cell changes its cluster. */
  rounds?: number;
}

/** Cells in float64, for sums. */
interface Points {
  data: Float64Array;
  shape: Matrix['shape'];
}

function squaredDistance(a: Float64Array, i: number, b: Float64Array, j: number, dims: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) {
    const difference = a[i * dims + d]! - b[j * dims + d]!;
    sum += difference * difference;
  }
  return sum;
}

/** A cell drawn with probability proportional to its weight. */
function draw(weights: Float64Array, rng: Rng): number {
  let left = rng.next() * weights.reduce((a, b) => a + b, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return rng.integer(weights.length);
}

/** k-means++: each next centre a cell far from those there are, the best of a few draws. [k, dims] */
function firstCenters({ data, shape: [cells, dims] }: Points, k: number, rng: Rng): Float64Array {
  const centers = new Float64Array(k * dims);
  const row = (cell: number) => data.subarray(cell * dims, (cell + 1) * dims);
  const nearer = (nearest: Float64Array, cell: number) =>
    nearest.map((far, i) => Math.min(far, squaredDistance(data, i, data, cell, dims)));
  const first = rng.integer(cells);
  centers.set(row(first));
  let nearest = nearer(new Float64Array(cells).fill(Infinity), first);
  for (let c = 1; c < k; c++) {
    const trials = Array.from({ length: 2 + Math.floor(Math.log(k)) }, () => draw(nearest, rng));
    const options = trials.map((cell) => ({ cell, distances: nearer(nearest, cell) }));
    const spread = (distances: Float64Array) => distances.reduce((a, b) => a + b, 0);
    const best = options.reduce((a, b) => (spread(b.distances) < spread(a.distances) ? b : a));
    centers.set(row(best.cell), c * dims);
    nearest = best.distances;
  }
  return centers;
}

/** Names every cell by its nearest centre. Returns whether a name has changed. */
function assign({ data, shape: [, dims] }: Points, centers: Float64Array, names: Int32Array): boolean {
  const k = centers.length / dims;
  let changed = false;
  for (let i = 0; i < names.length; i++) {
    let [best, nearest] = [0, Infinity];
    for (let c = 0; c < k; c++) {
      const distance = squaredDistance(data, i, centers, c, dims);
      if (distance < nearest) [best, nearest] = [c, distance];
    }
    changed ||= names[i] !== best;
    names[i] = best;
  }
  return changed;
}

function moveCenters({ data, shape: [cells, dims] }: Points, names: Int32Array, centers: Float64Array): void {
  const sizes = new Float64Array(centers.length / dims);
  for (const name of names) sizes[name]!++;
  // A cluster that lost all its cells keeps its centre.
  sizes.forEach((size, c) => {
    if (size > 0) centers.fill(0, c * dims, (c + 1) * dims);
  });
  for (let i = 0; i < cells; i++) {
    const name = names[i]!;
    for (let d = 0; d < dims; d++) centers[name * dims + d]! += data[i * dims + d]! / sizes[name]!;
  }
}

/**
 * Cluster of every cell by k-means (Lloyd's rounds from a k-means++ start): 0 to k - 1. One start, as in scib-metrics, so
 * that a poor one shows: average scores over seeds. [cells]
 */
export function kmeans(
  embedding: Matrix,
  k: number,
  { seed = 0, rounds = 300 }: KmeansOptions = {},
): Int32Array {
  const points = { data: Float64Array.from(embedding.data), shape: embedding.shape };
  const centers = firstCenters(points, k, createRng(seed).stream('kmeans'));
  const names = new Int32Array(embedding.shape[0]).fill(-1);
  for (let round = 0; round < rounds && assign(points, centers, names); round++) {
    moveCenters(points, names, centers);
  }
  return names;
}
