import { topEigenvectors } from '../../learn/topEigenvectors.js';
import { dot } from '../../matrix/dot.js';
import type { Matrix } from '../../matrix/matrix.js';
import { createRng } from '../../random/rng.js';
import type { NeighborGraph } from './connectivities.js';

// A smaller tolerance doesn't change kBET's neighbours in a way that would show in its score.
const tolerance = 1e-3;

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** Divides every weight by factor[i]·factor[j]. */
function rescale({ neighbors, weights }: NeighborGraph, factor: readonly number[]): NeighborGraph {
  return {
    neighbors,
    weights: weights.map((row, i) =>
      row.map((weight, n) => weight / (factor[i]! * factor[neighbors[i]![n]!]!)),
    ),
  };
}

/** The graph as a symmetric transition matrix, normalised by density. */
function transitions(graph: NeighborGraph): NeighborGraph {
  const even = rescale(graph, graph.weights.map(sum));
  return rescale(
    even,
    even.weights.map((row) => Math.sqrt(sum(row))),
  );
}

function multiply({ neighbors, weights }: NeighborGraph, v: Float64Array): Float64Array {
  const out = new Float64Array(v.length);
  for (let i = 0; i < out.length; i++) {
    const [to, own] = [neighbors[i]!, weights[i]!];
    let total = 0;
    for (let n = 0; n < to.length; n++) total += own[n]! * v[to[n]!]!;
    out[i] = total;
  }
  return out;
}

/** Weight of a diffusion component over all numbers of steps: e + e² + …, or 1 for eigenvalue 1, where the sum diverges. */
function overAllSteps(eigenvalue: number): number {
  const value = Math.fround(eigenvalue);
  return value === 1 ? 1 : value / (1 - value);
}

/**
 * Diffusion map of a graph: cells are close in it if many short walks connect them. The components belong to the
 * eigenvalues of largest magnitude and are weighted over all numbers of steps. [cells, components]
 *
 * Source: Coifman et al. 2005, Haghverdi et al. 2016; as `diffusion_nn` of scib-metrics.
 */
export async function diffusionMap(graph: NeighborGraph, components: number): Promise<Matrix> {
  const walk = transitions(graph);
  const step = (v: Float64Array) => multiply(walk, v);
  const cells = graph.neighbors.length;
  // Two steps at once: squared eigenvalues are positive, and their order is that of the magnitudes.
  const twoSteps = (v: Float64Array) => step(step(v));
  const { vectors } = await topEigenvectors(twoSteps, cells, components, createRng(0), tolerance);
  const data = new Float32Array(cells * vectors.length);
  vectors.forEach((vector, c) => {
    const scale = overAllSteps(dot(vector, step(vector)));
    vector.forEach((value, i) => {
      data[i * vectors.length + c] = value * scale;
    });
  });
  return { data, shape: [cells, vectors.length] };
}
