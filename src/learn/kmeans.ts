import type { Matrix } from '../matrix/matrix.js';
import { createRng, type Rng } from '../random/rng.js';

/** Options of {@link kmeans}. */
export interface KmeansOptions {
  /** Seed of the initial centres; default 0. */
  seed?: number;
  /** Largest number of rounds; default 300. It stops earlier when no cell changes its cluster. */
  rounds?: number;
}

/** The cells in float64, for exact sums. */
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

/** k-means++: each next centre is a cell far from the present centres, the best of a few draws. [k, dims] */
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

/** Assigns every cell to its nearest centre. Returns whether an assignment has changed. */
function assign({ data, shape: [, dims] }: Points, centers: Float64Array, clusters: Int32Array): boolean {
  const k = centers.length / dims;
  let changed = false;
  for (let i = 0; i < clusters.length; i++) {
    let [best, nearest] = [0, Infinity];
    for (let c = 0; c < k; c++) {
      const distance = squaredDistance(data, i, centers, c, dims);
      if (distance < nearest) [best, nearest] = [c, distance];
    }
    changed ||= clusters[i] !== best;
    clusters[i] = best;
  }
  return changed;
}

function moveCenters(
  { data, shape: [cells, dims] }: Points,
  clusters: Int32Array,
  centers: Float64Array,
): void {
  const sizes = new Float64Array(centers.length / dims);
  for (const cluster of clusters) sizes[cluster]!++;
  // A cluster that has lost all its cells keeps its centre.
  sizes.forEach((size, c) => {
    if (size > 0) centers.fill(0, c * dims, (c + 1) * dims);
  });
  for (let i = 0; i < cells; i++) {
    const cluster = clusters[i]!;
    for (let d = 0; d < dims; d++) centers[cluster * dims + d]! += data[i * dims + d]! / sizes[cluster]!;
  }
}

/**
 * Cluster of every cell, from 0 to k - 1, by k-means (Lloyd's rounds from a k-means++ start). There is one start, as in
 * scib-metrics, and it may be a poor one: average scores over seeds. [cells]
 */
export function kmeans(
  embedding: Matrix,
  k: number,
  { seed = 0, rounds = 300 }: KmeansOptions = {},
): Int32Array {
  const points = { data: Float64Array.from(embedding.data), shape: embedding.shape };
  const centers = firstCenters(points, k, createRng(seed).stream('kmeans'));
  const clusters = new Int32Array(embedding.shape[0]).fill(-1);
  for (let round = 0; round < rounds && assign(points, centers, clusters); round++) {
    moveCenters(points, clusters, centers);
  }
  return clusters;
}
