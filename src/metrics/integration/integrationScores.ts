import { kmeans } from '../../learn/kmeans.js';
import { fewerNeighbors, type Neighbors, nearestNeighbors } from '../../learn/nearestNeighbors.js';
import type { Labels } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
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

/** Whether cells of a kind stay together: each in about [0, 1], 1 best. */
export interface BioScores {
  /** Labels that occur in the fewest batches are set apart (silhouette, as (s + 1) / 2). */
  isolatedLabels: number;
  /** K-means clusters against labels: normalised mutual information. */
  kmeansNmi: number;
  /** K-means clusters against labels: adjusted Rand index. */
  kmeansAri: number;
  /** Silhouette by label, as (s + 1) / 2. */
  silhouetteLabel: number;
  /** Neighbours are of one label. */
  cLisi: number;
}

/** Whether batches are mixed: each in [0, 1], 1 best; NaN where the data can't say. */
export interface BatchScores {
  /** Batches overlap within each label. */
  bras: number;
  /** Neighbours are of all batches. */
  iLisi: number;
  /** Batches are as frequent around a cell as in its label. */
  kBet: number;
  /** Cells of a label hang together. */
  graphConnectivity: number;
  /** By how much the variance between batches has shrunk; only with `original`. */
  pcrComparison?: number;
}

/** An embedding and what is known of its cells. */
export interface LabelledCells {
  embedding: Matrix;
  original?: Matrix;
  batch: Labels;
  labels: Labels;
}

/** Other cells among the 90, 50 and 15 neighbours of scib-metrics, which count the cell itself. */
export const lisiNeighbors = 89;
const kBetNeighbors = 49;
const graphNeighbors = 14;

// One start of k-means may split a label by bad luck.
const kmeansStarts = 5;

/** The biological half, on the 89 nearest neighbours. */
export function bioScores({ embedding, batch, labels }: LabelledCells, neighbors: Neighbors): BioScores {
  const widths = silhouette(embedding, labels.codes);
  const kinds = labels.categories.length;
  const clusters = Array.from({ length: kmeansStarts }, (_, seed) => kmeans(embedding, kinds, { seed }));
  return {
    isolatedLabels: isolatedLabels(widths, batch, labels),
    kmeansNmi: meanDefined(clusters.map((names) => normalizedMutualInfo(names, labels.codes))),
    kmeansAri: meanDefined(clusters.map((names) => adjustedRand(names, labels.codes))),
    silhouetteLabel: (meanDefined(widths) + 1) / 2,
    cLisi: cLisi(neighbors, labels.codes, kinds),
  };
}

/** The batch half, on the 89 nearest neighbours. */
export async function batchScores(
  { embedding, original, batch, labels }: LabelledCells,
  neighbors: Neighbors = nearestNeighbors(embedding, lisiNeighbors),
): Promise<BatchScores> {
  return {
    bras: bras(embedding, batch, labels),
    iLisi: iLisi(neighbors, batch.codes, batch.categories.length),
    kBet: await kBet(fewerNeighbors(neighbors, kBetNeighbors), batch, labels),
    graphConnectivity: graphConnectivity(fewerNeighbors(neighbors, graphNeighbors), labels),
    ...(original ? { pcrComparison: pcrComparison(original, embedding, batch) } : {}),
  };
}

/** Adjusted Rand index of two labellings: agreement on pairs of cells beyond chance; 0 by chance, 1 the same up to names. */
export function adjustedRand(a: Int32Array, b: Int32Array): number {
  const { both, first, second, cells } = contingency(a, b);
  const pairs = (counts: Float64Array) => counts.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const [together, inA, inB] = [pairs(both), pairs(first), pairs(second)];
  const chance = (inA * inB) / ((cells * (cells - 1)) / 2);
  const best = (inA + inB) / 2;
  return best === chance ? 1 : (together - chance) / (best - chance);
}

/** Mutual information of two labellings over the mean of their entropies: 0 independent, 1 the same up to names. */
export function normalizedMutualInfo(a: Int32Array, b: Int32Array): number {
  const { both, first, second, cells } = contingency(a, b);
  const [hA, hB] = [entropy(first, cells), entropy(second, cells)];
  if (hA === 0 && hB === 0) return 1;
  return Math.max(0, (2 * (hA + hB - entropy(both, cells))) / (hA + hB));
}
