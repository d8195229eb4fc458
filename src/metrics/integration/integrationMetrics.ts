import {
  abortSignal,
  aSeed,
  optional,
  optionalFunction,
  sameLength,
  trueOrFalse,
  wholeNumber,
} from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../../check/options.js';
import { nearestNeighbors } from '../../learn/nearestNeighbors.js';
import type { Categories } from '../../matrix/categories.js';
import { checkGroups } from '../../matrix/checkGroups.js';
import { copyRows } from '../../matrix/copyRows.js';
import { encodeLabels, pickLabels } from '../../matrix/labels.js';
import type { MatrixLike } from '../../matrix/matrix.js';
import { type Checkpoint, checkpointOf } from '../../platform/checkpoint.js';
import { createRng } from '../../random/rng.js';
import { sampleRows } from '../../random/sampleRows.js';
import { denseEmbedding } from '../denseEmbedding.js';
import { meanDefined } from '../meanDefined.js';
import {
  type BatchScores,
  type BioScores,
  batchScores,
  bioScores,
  type LabelledCells,
  lisiNeighbors,
  work,
} from './integrationScores.js';

/** Options of {@link integrationMetrics}. */
export interface IntegrationMetricsOptions {
  /** Batch of every cell. [cells] */
  batch: Categories;
  /** Cell type of every cell; without it, only the batch half is computed, with all cells as one type. [cells] */
  labels?: Categories;
  /** The cells before integration, for example their principal components; needed for `pcrComparison`. [cells, any] */
  original?: MatrixLike;
  /** Largest number of cells to score; for more cells, scores are means over three random samples of this size. Default 10,000. */
  maxCells?: number;
  /** Seed of the samples; default 0. */
  seed?: number | string;
  /** Aborts the call, between two of its parts: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called after every part, with the work done so far and all of it; `done / all` is about the share of the time. */
  onProgress?: (done: number, all: number) => void;
  /** Whether batch and labels may have nearly as many categories as cells; default false. */
  manyCategories?: boolean;
}

const table = {
  batch: asGiven,
  labels: asGiven,
  original: asGiven,
  maxCells: (argument, given = 10_000) => wholeNumber(argument, given, lisiNeighbors + 1),
  seed: (argument, given = 0) => aSeed(argument, given),
  signal: optional(abortSignal),
  onProgress: optionalFunction,
  manyCategories: (argument, given = false) => trueOrFalse(argument, given),
} satisfies OptionTable<IntegrationMetricsOptions>;

/** How well batches are mixed and cell types kept, as scIB measures it. */
export interface IntegrationMetrics extends Partial<BioScores>, BatchScores {
  /** Mean of the biological half; only with labels. */
  bioConservation?: number;
  /** Mean of the defined scores of the batch half; NaN with one batch only. */
  batchCorrection: number;
  /** 0.6 · bioConservation + 0.4 · batchCorrection; only with labels. */
  total?: number;
  /** Present if the scores are means over random samples of the cells. */
  sampled?: {
    /** Number of cells per sample. */
    cells: number;
    /** Number of samples. */
    samples: number;
    /** Standard error of each score, from the spread between the samples. */
    standardError: Record<string, number>;
  };
}

const samples = 3;

async function scoresOf(
  cells: LabelledCells,
  withLabels: boolean,
  next: Checkpoint,
): Promise<IntegrationMetrics> {
  await next(0);
  const neighbors = nearestNeighbors(cells.embedding, lisiNeighbors);
  await next(work.neighbors);
  const batch = await batchScores(cells, neighbors, next);
  const batchCorrection =
    cells.batch.categories.length > 1 ? meanDefined(Object.values<number>({ ...batch })) : Number.NaN;
  if (!withLabels) return { ...batch, batchCorrection };
  const bio = await bioScores(cells, neighbors, next);
  const bioConservation = meanDefined(Object.values<number>({ ...bio }));
  return {
    ...bio,
    ...batch,
    bioConservation,
    batchCorrection,
    total: 0.6 * bioConservation + 0.4 * batchCorrection,
  };
}

function sample({ embedding, original, batch, labels }: LabelledCells, rows: Int32Array): LabelledCells {
  return {
    embedding: copyRows(embedding, rows),
    ...(original ? { original: copyRows(original, rows) } : {}),
    batch: pickLabels(batch, rows),
    labels: pickLabels(labels, rows),
  };
}

async function sampledScores(
  cells: LabelledCells,
  withLabels: boolean,
  size: number,
  { seed, next }: { seed: number | string; next: Checkpoint },
): Promise<IntegrationMetrics> {
  const scores: IntegrationMetrics[] = [];
  for (let draw = 0; draw < samples; draw++) {
    const rows = sampleRows(cells.embedding.shape[0], size, createRng(seed).stream(`sample ${draw}`));
    scores.push(await scoresOf(sample(cells, rows), withLabels, next));
  }
  const names = Object.keys(scores[0]!) as (keyof IntegrationMetrics)[];
  const values = (name: keyof IntegrationMetrics) => scores.map((score) => score[name] as number);
  const mean = Object.fromEntries(names.map((name) => [name, meanDefined(values(name))]));
  const error = names.map((name) => [name, standardError(values(name))]);
  const sampled = { cells: size, samples, standardError: Object.fromEntries(error) };
  return { ...(mean as unknown as IntegrationMetrics), sampled };
}

function standardError(values: number[]): number {
  const mean = meanDefined(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}

/**
 * The integration metrics of scIB, as scib-metrics computes them, with exact neighbours: BRAS, iLISI, kBET per label, graph
 * connectivity and PCR comparison; isolated labels, k-means NMI and ARI (means over five starts), silhouette and cLISI.
 *
 * Takes under a minute for 10,000 cells x 30 dims. With more than `maxCells` cells it scores three random samples, which
 * takes three times as long, and describes them in `sampled`. Scores depend on the number of cells, since fewer cells make
 * a sparser embedding: compare embeddings at equal numbers of cells.
 *
 * At the edges, scores are those of scib-metrics, except where that fails or returns rounding errors. NaN marks a score that
 * isn't defined; it is left out of the means.
 *
 * - One batch: `bras`, `iLisi`, `kBet` and `pcrComparison` are NaN, and so are `batchCorrection` and `total`.
 * - One label: `cLisi` is NaN; `kmeansNmi` and `kmeansAri` are 1; `silhouetteLabel` and `isolatedLabels` are 0.5.
 * - A label of one cell, or of cells of one batch: `bras` and `kBet` leave it out; `kBet` also leaves out labels with fewer than
 *   ten cells. Its silhouette is 0, and `graphConnectivity` counts a single cell as connected.
 * - A batch of one cell counts as a batch: it lowers `iLisi`, which divides by the number of batches - 1.
 *
 * @param embedding - Finite values, for example z_bio. [cells, dims]
 * @throws RangeError if lengths disagree, a label is missing, batches or labels are nearly as many as cells, a value isn't finite,
 * there are fewer than 90 cells, or an option is unknown.
 * @see Luecken et al. 2022, Benchmarking atlas-level data integration; https://github.com/YosefLab/scib-metrics
 * @example
 * ```ts
 * const { total, bioConservation, batchCorrection } = await integrationMetrics(bio, { batch, labels, original: pcs });
 * ```
 */
export async function integrationMetrics(
  embedding: MatrixLike,
  options: IntegrationMetricsOptions,
): Promise<IntegrationMetrics> {
  const { labels, maxCells, seed, signal, onProgress } = readOptions('integrationMetrics', options, table);
  const cells = await labelledCells(embedding, options);
  const withLabels = labels !== undefined;
  const sampled = cells.embedding.shape[0] > maxCells;
  const perSample = work.neighbors + work.batch + (withLabels ? work.bio : 0);
  const next = checkpointOf({ signal, onProgress }, (sampled ? samples : 1) * perSample);
  if (!sampled) return scoresOf(cells, withLabels, next);
  return sampledScores(cells, withLabels, maxCells, { seed, next });
}

async function labelledCells(
  x: MatrixLike,
  { batch, labels, original, manyCategories = false }: IntegrationMetricsOptions,
): Promise<LabelledCells> {
  const embedding = await denseEmbedding('integrationMetrics: embedding', x);
  const cells = embedding.shape[0];
  if (cells <= lisiNeighbors) {
    const expected = `at least ${lisiNeighbors + 1} cells`;
    throw badValue({ argument: 'integrationMetrics: embedding', expected, received: `${cells}` });
  }
  const before = original && (await denseEmbedding('integrationMetrics: original', original));
  if (before) sameLength('integrationMetrics: original', before.shape[0], cells, 'cell');
  const encode = (name: string, values: Categories) => {
    const argument = `integrationMetrics: ${name}`;
    const found = encodeLabels(argument, values, { cells });
    checkGroups(argument, found, { name, insist: manyCategories });
    return found;
  };
  return {
    embedding,
    ...(before ? { original: before } : {}),
    batch: encode('batch', batch),
    labels: encode('labels', labels ?? Array.from({ length: cells }, () => 'all')),
  };
}
