import { pca } from '../../learn/pca.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { Rng } from '../../random/rng.js';

/** Half the side of the square in which a layout starts, as in the UMAP of Python. */
const half = 10;
/** So that equal cells can part. */
const noise = 1e-4;

/** The first two principal components; with fewer than two dimensions, the dimension itself. [cells, 2] */
async function components(points: Matrix): Promise<Float32Array> {
  const [cells, dims] = points.shape;
  if (dims > 1) return (await pca(points, { components: 2 })).scores.data;
  const mean = points.data.reduce((sum, value) => sum + value / cells, 0);
  return Float32Array.from({ length: 2 * cells }, (_, i) => (i % 2 === 0 ? points.data[i / 2]! - mean : 0));
}

/** Where the cells start: along the principal components, so that the map keeps the order of distant groups. [cells, 2] */
export async function startPositions(points: Matrix, rng: Rng): Promise<Float64Array> {
  const scores = await components(points);
  const largest = scores.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const draws = rng.normals(new Float64Array(scores.length));
  return draws.map((draw, i) => (scores[i]! / largest) * half + draw * noise);
}
