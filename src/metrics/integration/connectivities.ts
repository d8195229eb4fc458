import type { Neighbors } from '../../learn/nearestNeighbors.js';

/** An undirected graph of cells: an edge joins cell i and cell `neighbors[i][n]` with weight `weights[i][n]`. */
export interface NeighborGraph {
  neighbors: Int32Array[];
  weights: Float64Array[];
}

const tolerance = 1e-5;
const smallestShare = 1e-3;

/** Width of the exponential whose weights sum to log2 of the number of neighbours, found by bisection. */
function fitWidth(distances: Float64Array, nearest: number): number {
  const target = Math.log2(distances.length + 1);
  let [low, high, width] = [0, Infinity, 1];
  for (let step = 0; step < 64; step++) {
    let sum = 0;
    for (const distance of distances) sum += Math.exp(-Math.max(distance - nearest, 0) / width);
    if (Math.abs(sum - target) < tolerance) break;
    if (sum > target) high = width;
    else low = width;
    width = high === Infinity ? width * 2 : (low + high) / 2;
  }
  return width;
}

/** Mean over `count` values, of which the unlisted ones are 0. */
const mean = (values: Float64Array, count: number): number =>
  values.reduce((sum, value) => sum + value, 0) / count;

/** Membership strength of each neighbour: 1 for the nearest, lower for farther ones. */
function memberships(distances: Float64Array, overallMean: number): Float32Array {
  const nearest = distances.find((distance) => distance > 0) ?? 0;
  const typical = nearest > 0 ? mean(distances, distances.length + 1) : overallMean;
  const width = Math.max(fitWidth(distances, nearest), smallestShare * typical);
  // float32, as in UMAP: a weight that underflows there is not an edge.
  return Float32Array.from(distances, (distance) => Math.exp(-Math.max(distance - nearest, 0) / width));
}

/**
 * UMAP's fuzzy neighbour graph: the weights a and b of the two directions become a + b - a·b. Source: McInnes et al. 2018,
 * as in umap-learn, which counts the cell itself among the neighbours (49 here are 50 there).
 */
export function connectivities({ k, indices, distances }: Neighbors): NeighborGraph {
  const count = indices.length / k;
  const ties: Map<number, number>[] = Array.from({ length: count }, () => new Map());
  const overallMean = mean(distances, count * (k + 1));
  for (let i = 0; i < count; i++) {
    const strength = memberships(distances.subarray(i * k, (i + 1) * k), overallMean);
    strength.forEach((a, n) => {
      const j = indices[i * k + n]!;
      const b = ties[i]!.get(j) ?? 0;
      const both = a + b - a * b;
      if (both === 0) return;
      ties[i]!.set(j, both);
      ties[j]!.set(i, both);
    });
  }
  return {
    neighbors: ties.map((tie) => Int32Array.from(tie.keys())),
    weights: ties.map((tie) => Float64Array.from(tie.values())),
  };
}
