import { kmeans } from '../../learn/kmeans.js';
import { fewerNeighbors, type Neighbors, nearestNeighbors } from '../../learn/nearestNeighbors.js';
import type { Labels } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { Checkpoint } from '../../platform/checkpoint.js';
import { pause } from '../../platform/pause.js';
import { contingency } from '../contingency.js';
import { entropy } from '../entropy.js';
import { meanDefined } from '../meanDefined.js';
import { bras } from './bras.js';
import { graphConnectivity } from './graphConnectivity.js';
import { isolatedLabels } from './isolatedLabels.js';
import { kBet } from './kBet.js';
import { cLisi, iLisi } from './lisi.js';
import { pcrComparison } from './pcrComparison.js';
import { silhouette } from './silhouette.js';

/** Whether cells of a type stay together. Each score is in about [0, 1]; 1 is best. */
export interface BioScores {
  /** Whether labels that occur in the fewest batches are separated from others (silhouette s, as (s + 1) / 2). */
  isolatedLabels: number;
  /** K-means clusters against labels: normalised mutual information. */
  kmeansNmi: number;
  /** K-means clusters against labels: adjusted Rand index. */
  kmeansAri: number;
  /** Silhouette s of the labels, as (s + 1) / 2. */
  silhouetteLabel: number;
  /** Whether neighbours have one label. */
  cLisi: number;
}

/** Whether batches are mixed. Each score is in [0, 1]; 1 is best. NaN marks a score that is undefined for the data. */
export interface BatchScores {
  /** Whether batches overlap within each label. */
  bras: number;
  /** Whether neighbours come from all batches. */
  iLisi: number;
  /** Whether batches are as frequent around a cell as in its label. */
  kBet: number;
  /** Whether the cells of each label are connected. */
  graphConnectivity: number;
  /** By how much the variance between batches has shrunk; only with `original`. */
  pcrComparison?: number;
}

/** An embedding with the batch and the label of its cells. */
export interface LabelledCells {
  embedding: Matrix;
  original?: Matrix;
  batch: Labels;
  labels: Labels;
}

/** Numbers of neighbours: 90, 50 and 15 in scib-metrics, which counts the cell itself. */
export const lisiNeighbors = 89;
const kBetNeighbors = 49;
const graphNeighbors = 14;

// A single start of k-means may split a label by chance.
const kmeansStarts = 5;

/** What the parts take, in percent of the time for 6,000 cells with 8 labels. */
const partial = { bras: 2, kBet: 66, graph: 4, silhouette: 8, kmeans: 1 };

/** The same, for the neighbours and for each half of the scores. */
export const work: Readonly<Record<'neighbors' | 'batch' | 'bio', number>> = {
  neighbors: 15,
  batch: partial.bras + partial.kBet + partial.graph,
  bio: partial.silhouette + kmeansStarts * partial.kmeans,
};

/** Scores of the biological half, from the 89 nearest neighbours. */
export async function bioScores(
  { embedding, batch, labels }: LabelledCells,
  neighbors: Neighbors,
  next: Checkpoint = pause,
): Promise<BioScores> {
  const widths = silhouette(embedding, labels.codes);
  await next(partial.silhouette);
  const count = labels.categories.length;
  const clusterings: Int32Array[] = [];
  for (let seed = 0; seed < kmeansStarts; seed++) {
    clusterings.push(kmeans(embedding, count, { seed }));
    await next(partial.kmeans);
  }
  return {
    isolatedLabels: isolatedLabels(widths, batch, labels),
    kmeansNmi: meanDefined(clusterings.map((codes) => normalizedMutualInfo(codes, labels.codes))),
    kmeansAri: meanDefined(clusterings.map((codes) => adjustedRand(codes, labels.codes))),
    silhouetteLabel: (meanDefined(widths) + 1) / 2,
    cLisi: cLisi(neighbors, labels.codes, count),
  };
}

/** Scores of the batch half, from the 89 nearest neighbours. */
export async function batchScores(
  { embedding, original, batch, labels }: LabelledCells,
  neighbors: Neighbors = nearestNeighbors(embedding, lisiNeighbors),
  next: Checkpoint = pause,
): Promise<BatchScores> {
  const own = bras(embedding, batch, labels);
  await next(partial.bras);
  const perLabel = partial.kBet / labels.categories.length;
  const ownKBet = await kBet(fewerNeighbors(neighbors, kBetNeighbors), batch, labels, () => next(perLabel));
  const ownILisi = iLisi(neighbors, batch.codes, batch.categories.length);
  const connected = graphConnectivity(fewerNeighbors(neighbors, graphNeighbors), labels);
  await next(partial.graph);
  return {
    bras: own,
    iLisi: ownILisi,
    kBet: ownKBet,
    graphConnectivity: connected,
    ...(original ? { pcrComparison: pcrComparison(original, embedding, batch) } : {}),
  };
}

/** Adjusted Rand index of two labellings: agreement on pairs of cells beyond chance. 0: chance; 1: equal up to label names. */
export function adjustedRand(a: Int32Array, b: Int32Array): number {
  const { both, first, second, cells } = contingency(a, b);
  const pairs = (counts: Float64Array) => counts.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const [together, inA, inB] = [pairs(both), pairs(first), pairs(second)];
  const chance = (inA * inB) / ((cells * (cells - 1)) / 2);
  const best = (inA + inB) / 2;
  return best === chance ? 1 : (together - chance) / (best - chance);
}

/** Mutual information of two labellings over the mean of their entropies. 0: independent; 1: equal up to label names. */
export function normalizedMutualInfo(a: Int32Array, b: Int32Array): number {
  const { both, first, second, cells } = contingency(a, b);
  const [hA, hB] = [entropy(first, cells), entropy(second, cells)];
  if (hA === 0 && hB === 0) return 1;
  return Math.max(0, (2 * (hA + hB - entropy(both, cells))) / (hA + hB));
}
