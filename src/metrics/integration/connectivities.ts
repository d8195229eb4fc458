import type { Neighbors } from '../../learn/nearestNeighbors.js';

/** Weighted neighbours of every cell in an undirected graph: cell i is tied to `cells[i][n]` with `weights[i][n]`. */
export interface NeighborGraph {
  cells: Int32Array[];
  weights: Float64Array[];
}

const tolerance = 1e-5;
const smallestShare = 1e-3;

/** Width of the exponential whose weights sum to log2 of the neighbours, found by bisection. */
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

/** Mean over `count` values, those not listed being 0. */
const mean = (values: Float64Array, count: number): number =>
  values.reduce((sum, value) => sum + value, 0) / count;

/** How strongly a cell holds to each of its neighbours: 1 to the nearest, then falling off. */
function memberships(distances: Float64Array, overallMean: number): Float32Array {
  const nearest = distances.find((distance) => distance > 0) ?? 0;
  const typical = nearest > 0 ? mean(distances, distances.length + 1) : overallMean;
  const width = Math.max(fitWidth(distances, nearest), smallestShare * typical);
  // float32, as in UMAP: what vanishes there is no edge.
  return Float32Array.from(distances, (distance) => Math.exp(-Math.max(distance - nearest, 0) / width));
}

/**
 * UMAP's fuzzy neighbour graph: weights a + b - a·b of both directions. Source: McInnes et al. 2018, as in umap-learn, where
 * the cell itself counts among the neighbours (so 49 here are 50 there).
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
    cells: ties.map((tie) => Int32Array.from(tie.keys())),
    weights: ties.map((tie) => Float64Array.from(tie.values())),
  };
}
