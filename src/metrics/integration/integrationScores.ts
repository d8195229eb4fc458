import { fewerNeighbors } from '../../learn/fewerNeighbors.js';
import { kmeans } from '../../learn/kmeans.js';
import { type Neighbors, nearestNeighbors } from '../../learn/nearestNeighbors.js';
import type { Labels } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import { meanDefined } from '../meanDefined.js';
import { adjustedRand } from './adjustedRand.js';
import { bras } from './bras.js';
import { graphConnectivity } from './graphConnectivity.js';
import { isolatedLabels } from './isolatedLabels.js';
import { kBet } from './kBet.js';
import { cLisi, iLisi } from './lisi.js';
import { normalizedMutualInfo } from './normalizedMutualInfo.js';
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
