import type { Neighbors } from './nearestNeighbors.js';

/** The `k` nearest of the neighbours found. */
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
