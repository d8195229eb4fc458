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
import { encodeLabels, type Labels, pickLabels } from '../../matrix/labels.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import { checkpointOf } from '../../platform/checkpoint.js';
import { createRng } from '../../random/rng.js';
import { sampleRows } from '../../random/sampleRows.js';
import { checkSeveral } from '../checkSeveral.js';
import { denseEmbedding } from '../denseEmbedding.js';
import { type LatentDependence, latentDependence } from './latentDependence.js';
import { type Probe, type ProbedBlock, type ProbeOptions, probe } from './probe.js';

/** The two latents of the same cells, as `transform` returns them. */
export interface LeakageLatents {
  /** z_bio. [cells, any] */
  bio: MatrixLike;
  /** z_nio; without it, only z_bio is examined. [cells, any] */
  nio?: MatrixLike;
}

const latentsTable = {
  bio: asGiven,
  nio: asGiven,
} satisfies OptionTable<LeakageLatents>;

/** Options of {@link leakage}. */
export interface LeakageOptions {
  /** Batch of every cell; at least two. [cells] */
  batch: Categories;
  /** Cell type of every cell; without it, the report covers the batch only. [cells] */
  labels?: Categories;
  /** Number of folds of the cross-validation; default 3. */
  folds?: number;
  /** Number of permutations behind every interval; default 20. */
  permutations?: number;
  /** Seed of folds, permutations and samples; default 0. */
  seed?: number | string;
  /** Largest number of cells to examine; of more cells, a random sample of this size. Default 2,000. */
  maxCells?: number;
  /** Aborts the call, between two of its parts: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called after every permutation, with the work done so far and all of it; `done / all` is about the share of the time. */
  onProgress?: (done: number, all: number) => void;
  /** Whether batch and labels may have nearly as many categories as cells; default false. */
  manyCategories?: boolean;
}

const table = {
  batch: asGiven,
  labels: asGiven,
  folds: (argument, given = 3) => wholeNumber(argument, given, 2),
  permutations: (argument, given = 20) => wholeNumber(argument, given),
  seed: (argument, given = 0) => aSeed(argument, given),
  maxCells: (argument, given = 2000) => wholeNumber(argument, given, neighbors + 1),
  signal: optional(abortSignal),
  onProgress: optionalFunction,
  manyCategories: (argument, given = false) => trueOrFalse(argument, given),
} satisfies OptionTable<LeakageOptions>;

/** How well batch and cell type can be predicted from each latent. */
export interface LeakageReport {
  /** Batch from z_bio. Should be at chance: above it, z_bio still carries the batch. */
  batchFromBio: Probe;
  /** Batch from z_nio. Should be high: z_nio holds the batch. Only with z_nio. */
  batchFromNio?: Probe;
  /** Cell type from z_bio. Should be high: z_bio has kept the cell type. Only with labels. */
  typeFromBio?: Probe;
  /** Cell type from z_nio. Should be at chance: above it, z_nio holds biology. Only with labels and z_nio. */
  typeFromNio?: Probe;
  /** Kernel measures of dependence, on at most 1,000 cells. */
  dependence: LatentDependence;
  /** Number of cells examined. */
  cells: number;
  /** Whether they are a random sample. */
  sampled: boolean;
}

interface LabelledLatents {
  bio: Matrix;
  nio?: Matrix;
  batch: Labels;
  labels?: Labels;
}

const neighbors = 15;
const kernelCells = 1000;

/** How many things are permuted: for each label and latent, all cells and the cells of each group; once the kernels. */
function permutedOf({ nio, labels }: LabelledLatents): number {
  return (nio ? 2 : 1) * (labels ? 4 : 1) + 1;
}

const advice = {
  batch: 'Was the right column given? With one batch, there is nothing that could leak.',
  labels: 'Leave labels out: with one type, there is nothing to keep.',
};

function encode(name: keyof typeof advice, values: Categories, cells: number, insist: boolean): Labels {
  const found = encodeLabels(`leakage: ${name}`, values, { cells });
  checkGroups(`leakage: ${name}`, found, { name, insist });
  checkSeveral(`leakage: ${name}`, found, advice[name]);
  return found;
}

async function labelledLatents(
  latents: LeakageLatents,
  { batch, labels, manyCategories = false }: LeakageOptions,
): Promise<LabelledLatents> {
  const given = readOptions('leakage: latents', latents, latentsTable, '.');
  const bio = await denseEmbedding('leakage: latents.bio', given.bio);
  const nio = given.nio && (await denseEmbedding('leakage: latents.nio', given.nio));
  const cells = bio.shape[0];
  if (nio) sameLength('leakage: latents.nio', nio.shape[0], cells, 'cell of latents.bio');
  if (cells <= neighbors) {
    const expected = `at least ${neighbors + 1} cells`;
    throw badValue({ argument: 'leakage: latents.bio', expected, received: `${cells}` });
  }
  return {
    bio,
    ...(nio ? { nio } : {}),
    batch: encode('batch', batch, cells, manyCategories),
    ...(labels ? { labels: encode('labels', labels, cells, manyCategories) } : {}),
  };
}

/** Picks labels of a sample of the cells; drops categories that none of them has. */
function pick(name: string, labels: Labels, rows: Int32Array): Labels {
  const found = pickLabels(labels, rows);
  checkSeveral(`leakage: ${name} of ${rows.length} sampled cells`, found, 'Raise maxCells of leakage.');
  return found;
}

function sample(all: LabelledLatents, rows: Int32Array): LabelledLatents {
  return {
    bio: copyRows(all.bio, rows),
    ...(all.nio ? { nio: copyRows(all.nio, rows) } : {}),
    batch: pick('batch', all.batch, rows),
    ...(all.labels ? { labels: pick('labels', all.labels, rows) } : {}),
  };
}

/**
 * Tests whether each latent holds what it should: how well a linear and a nearest-neighbour probe predict batch and cell
 * type from z_bio and from z_nio, on cells that they weren't trained on, compared with chance. Also measures dependence
 * by kernels.
 *
 * The linear probe is logistic regression on standardised dimensions (L2, C = 1, as in scikit-learn), cross-validated in
 * stratified folds. The other probe is a vote of the 15 nearest neighbours, each cell left out in turn. Scores are
 * balanced accuracies; intervals come from permuted labels. Where batches hold types in different shares, the type alone
 * predicts the batch to some degree; with `labels`, `within` shows to what degree. A class with fewer cells than folds is
 * hardly ever predicted correctly; it counts like any other in the balanced accuracy.
 *
 * Takes about 15 s for 2,000 cells with 10 + 8 dimensions and 8 types, 3 s without types. Yields to the event loop.
 * There are no tensors to dispose.
 *
 * @param latents - z_bio and z_nio of the same cells, for example from `transform`.
 * @throws RangeError if lengths disagree, a label is missing, there is only one batch or type, batches or types are nearly as
 * many as cells, there are fewer than 16 cells, a value isn't finite, or an option is unknown.
 * @example
 * ```ts
 * const report = await leakage(await model.transform(x), { batch, labels });
 * console.log(formatLeakage(report));
 * ```
 */
export async function leakage(latents: LeakageLatents, options: LeakageOptions): Promise<LeakageReport> {
  const { folds, permutations, seed, maxCells, signal, onProgress } = readOptions('leakage', options, table);
  const all = await labelledLatents(latents, options);
  const next = checkpointOf({ signal, onProgress }, permutations * permutedOf(all));
  await next(0);
  const cells = Math.min(all.bio.shape[0], maxCells);
  const sampled = cells < all.bio.shape[0];
  const examined = sampled
    ? sample(all, sampleRows(all.bio.shape[0], maxCells, createRng(`${seed}/cells`)))
    : all;
  const rng = createRng(seed);
  const few = sampleRows(cells, kernelCells, createRng(`${seed}/kernel cells`));
  return {
    ...(await probes(examined, { folds, permutations, next }, seed)),
    dependence: await latentDependence(
      examined,
      examined.batch,
      few,
      { permutations, next },
      rng.stream('dependence'),
    ),
    cells,
    sampled,
  };
}

async function probes(
  { bio, nio, batch, labels }: LabelledLatents,
  options: ProbeOptions,
  seed: number | string,
): Promise<Pick<LeakageReport, 'batchFromBio' | 'batchFromNio' | 'typeFromBio' | 'typeFromNio'>> {
  const read = async (z: Matrix): Promise<{ batch: Probe; type?: Probe }> => {
    const block: ProbedBlock = { z, neighbors: nearestNeighbors(z, neighbors) };
    const probed = (label: Labels, other?: Labels) =>
      probe(block, label, other, options, createRng(seed).stream('probe'));
    const found = { batch: await probed(batch, labels) };
    return labels ? { ...found, type: await probed(labels, batch) } : found;
  };
  const inBio = await read(bio);
  const inNio = nio && (await read(nio));
  return {
    batchFromBio: inBio.batch,
    ...(inNio ? { batchFromNio: inNio.batch } : {}),
    ...(inBio.type ? { typeFromBio: inBio.type } : {}),
    ...(inNio?.type ? { typeFromNio: inNio.type } : {}),
  };
}
