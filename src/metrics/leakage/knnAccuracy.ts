import { sameLength, wholeNumber } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../../check/options.js';
import { type Neighbors, nearestNeighbors } from '../../learn/nearestNeighbors.js';
import type { Categories } from '../../matrix/categories.js';
import { encodeLabels } from '../../matrix/labels.js';
import type { MatrixLike } from '../../matrix/matrix.js';
import { denseEmbedding } from '../denseEmbedding.js';

/** Options of {@link knnAccuracy}. */
export interface KnnAccuracyOptions {
  /** Number of neighbours that vote; default 15. */
  k?: number;
  /** Neighbours found before, at least `k` per cell; by default, `knnAccuracy` searches for them. */
  neighbors?: Neighbors;
}

const table = {
  k: (argument, given = 15) => wholeNumber(argument, given),
  neighbors: asGiven,
} satisfies OptionTable<KnnAccuracyOptions>;

/** How well a label can be predicted from an embedding. */
export interface KnnAccuracy {
  /** Share of cells whose label the neighbours predict correctly. */
  accuracy: number;
  /** Balanced accuracy: mean of the accuracies per label, with equal weight for every label, however rare. */
  balanced: number;
  /** `balanced` of a random guess: 1 / number of labels. */
  chance: number;
  /** `accuracy` of always predicting the largest label: its share of the cells. */
  majority: number;
}

/** The most frequent label among the neighbours; of equally frequent ones, the label of the nearest neighbour. */
function vote(codes: Int32Array, nearestFirst: Int32Array, counts: Int32Array): number {
  counts.fill(0);
  for (const cell of nearestFirst) counts[codes[cell]!]!++;
  let winner = codes[nearestFirst[0]!]!;
  for (const cell of nearestFirst) if (counts[codes[cell]!]! > counts[winner]!) winner = codes[cell]!;
  return winner;
}

function score(codes: Int32Array, labels: number, k: number, neighbors: Neighbors): KnnAccuracy {
  const right = new Float64Array(labels);
  const size = new Float64Array(labels);
  const counts = new Int32Array(labels);
  codes.forEach((label, cell) => {
    const from = cell * neighbors.k;
    size[label]!++;
    if (vote(codes, neighbors.indices.subarray(from, from + k), counts) === label) right[label]!++;
  });
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  return {
    accuracy: sum(right) / codes.length,
    balanced: sum(right.map((count, label) => count / size[label]!)) / labels,
    chance: 1 / labels,
    majority: Math.max(...size) / codes.length,
  };
}

function checkNeighbors({ k, indices }: Neighbors, cells: number, least: number): void {
  sameLength(
    'knnAccuracy: neighbors.indices',
    indices.length,
    cells * k,
    `cell and neighbour (${cells} x ${k})`,
  );
  if (k >= least) return;
  const next = 'Find more neighbours or lower k.';
  throw badValue({
    argument: 'knnAccuracy: neighbors',
    expected: `at least ${least} per cell`,
    received: `${k}`,
    next,
  });
}

/**
 * How well a label (batch, cell type) can be predicted from an embedding. The k nearest neighbours of every cell, without
 * the cell itself, predict its label by majority vote. If `balanced` is near `chance`, the embedding doesn't show the label.
 *
 * @param embedding - Finite values, for example z_bio. [cells, dims]
 * @param labels - One label per cell; none may be missing. A label with a single cell can't be predicted: its accuracy is 0. With
 * one label, all scores are 1. [cells]
 * @throws RangeError if lengths disagree, a label is missing, a value isn't finite, or k isn't below the number of cells.
 * @example
 * ```ts
 * const { balanced, chance } = await knnAccuracy(bio, batch); // balanced near chance: the batches are mixed
 * ```
 */
export async function knnAccuracy(
  embedding: MatrixLike,
  labels: Categories,
  options: KnnAccuracyOptions = {},
): Promise<KnnAccuracy> {
  const { k, neighbors } = readOptions('knnAccuracy', options, table);
  const points = await denseEmbedding('knnAccuracy: embedding', embedding);
  const cells = points.shape[0];
  const { categories, codes } = encodeLabels('knnAccuracy: labels', labels, { cells });
  if (neighbors) checkNeighbors(neighbors, cells, k);
  return score(codes, categories.length, k, neighbors ?? nearestNeighbors(points, k));
}
