import type { Matrix } from '../../src/matrix/matrix.js';
import { createRng } from '../../src/random/rng.js';

/** Small log-normalised cells: types differ in some genes, batches shift others. */
export function syntheticCells({ cells = 240, genes = 40, batches = 2, types = 3, seed = 1 } = {}): {
  x: Matrix;
  batch: string[];
  type: string[];
} {
  const rng = createRng(seed);
  const typeMeans = rng.normals(new Float64Array(types * genes));
  const batchShifts = rng.normals(new Float64Array(batches * genes));
  const data = new Float32Array(cells * genes);
  const batch: string[] = [];
  const type: string[] = [];
  for (let i = 0; i < cells; i++) {
    const b = i % batches;
    const t = rng.integer(types);
    batch.push(`batch ${b}`);
    type.push(`type ${t}`);
    const noise = rng.normals(new Float64Array(genes));
    for (let g = 0; g < genes; g++) {
      const level = 1 + typeMeans[t * genes + g]! + 0.7 * batchShifts[b * genes + g]! + 0.3 * noise[g]!;
      data[i * genes + g] = Math.max(0, level);
    }
  }
  return { x: { data, shape: [cells, genes] }, batch, type };
}

/** Counts with the same structure: each cell of `syntheticCells` as rounded multiples of its own depth. */
export function syntheticCounts(
  options: Parameters<typeof syntheticCells>[0] = {},
): ReturnType<typeof syntheticCells> {
  const made = syntheticCells(options);
  const { data, shape } = made.x;
  const counts = data.map((value, i) => Math.round(Math.expm1(value) * (3 + (Math.floor(i / shape[1]) % 5))));
  return { ...made, x: { data: counts, shape } };
}
