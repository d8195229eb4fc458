import { oneHotRows } from '../matrix/labels.js';
import type { Matrix } from '../matrix/matrix.js';
import type { Rng } from '../random/rng.js';

/** Share of every type in every cell. */
export interface TypeWeights {
  /** Rows sum to 1. [cells, types] */
  weights: Matrix;
  /** Position on the trajectory, in [0, 1]; undefined without one. [cells] */
  pseudotime?: Float64Array;
}

/** Draws a position within half a step of the type's station, so that the nearest station is the cell's type. */
function drawPosition(type: number, types: number, rng: Rng): number {
  const at = Math.max(0, type - 0.5);
  const end = Math.min(types - 1, type + 0.5);
  return (at + rng.next() * (end - at)) / (types - 1);
}

/** Returns one-hot types, or, on a trajectory, weights of the two stations next to the cell, in proportion to its closeness. */
export function typeWeights(
  type: Int32Array,
  { types, trajectory }: { types: number; trajectory: boolean },
  rng: Rng,
): TypeWeights {
  const shape: [number, number] = [type.length, types];
  if (!trajectory) return { weights: { data: oneHotRows(type, types), shape } };
  const pseudotime = Float64Array.from(type, (station) => drawPosition(station, types, rng));
  const data = new Float32Array(type.length * types);
  pseudotime.forEach((time, cell) => {
    const before = Math.min(Math.floor(time * (types - 1)), types - 2);
    const way = time * (types - 1) - before;
    data[cell * types + before] = 1 - way;
    data[cell * types + before + 1] = way;
  });
  return { weights: { data, shape }, pseudotime };
}
