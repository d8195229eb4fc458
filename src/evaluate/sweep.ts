import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import type { DisentangledAEOptions, FitOptions } from '../autoencoder/options.js';
import { ensureBackend } from '../backend/ensureBackend.js';
import { abortSignal, aFunction, aSeed, optional, optionalFunction, wholeNumber } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import { asGiven, type OptionTable, type OptionValues, readOptions } from '../check/options.js';
import { shown } from '../check/values.js';
import { pca } from '../learn/pca.js';
import type { Categories } from '../matrix/categories.js';
import { checkGroups } from '../matrix/checkGroups.js';
import { encodeLabels, type Labels, pickLabels } from '../matrix/labels.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { selectRows } from '../matrix/selectRows.js';
import { checkSeveral } from '../metrics/checkSeveral.js';
import { integrationMetrics } from '../metrics/integration/integrationMetrics.js';
import { asCells } from '../model/checkCells.js';
import { scaleOfKind, toModelScale } from '../model/map/inputScale.js';
import { describeUnits } from '../preprocess/describeUnits.js';
import { createRng } from '../random/rng.js';
import { sampleRows } from '../random/sampleRows.js';
import { type Candidate, knee, onFrontier } from './frontier.js';

/** Options of {@link sweep}. */
export interface SweepOptions<T> {
  /** Cells, as for `fit`. [cells, genes] */
  x: MatrixLike;
  /** Batch of every cell. [cells] */
  batch: Categories;
  /** Cell type of every cell; the biological scores need it. [cells] */
  labels: Categories;
  /** Returns the options of the model for a value of the grid. */
  model: (value: T) => DisentangledAEOptions;
  /** Number of cells to train on, drawn at random, at least 90; default 2,000. */
  cells?: number;
  /** Seed of the draw; default 0. */
  seed?: number | string;
  /** Options passed to `fit`. */
  fit?: Pick<FitOptions, 'epochs' | 'batchSize' | 'dropLast' | 'manyCategories'>;
  /** Aborts the sweep, which rejects with the signal's reason. Finished points have been passed to `onPoint`. */
  signal?: AbortSignal;
  /** Called after every value; may be async. */
  onPoint?: (point: Omit<SweepPoint<T>, 'frontier'>) => void | Promise<void>;
}

const table = {
  x: asGiven,
  batch: asGiven,
  labels: asGiven,
  model: aFunction,
  cells: (argument, given = 2000) => wholeNumber(argument, given, 90),
  seed: (argument, given = 0) => aSeed(argument, given),
  fit: asGiven,
  signal: optional(abortSignal),
  onPoint: optionalFunction,
} satisfies OptionTable<SweepOptions<unknown>>;

/** The scores for one value of the grid: a row of a table, or a point in a plot. */
export interface SweepPoint<T> extends Candidate {
  /** The value of the grid. */
  value: T;
  /** 0.6 · bioConservation + 0.4 · batchCorrection. */
  total: number;
  /** Duration of `fit`, in seconds. */
  seconds: number;
  /** Whether no other value is better in one score and as good in the other. */
  frontier: boolean;
}

/** The result of {@link sweep}. */
export interface Sweep<T> {
  /** One point per value, in the order of the grid. */
  points: SweepPoint<T>[];
  /** The point where the frontier bends: beyond it, a gain in one score costs most in the other. */
  knee: SweepPoint<T>;
}

type Settings<T> = OptionValues<SweepOptions<T>, typeof table>;

interface Subsample {
  x: Matrix | CsrMatrix;
  batch: Labels;
  labels: Labels;
  original: Matrix;
}

/** The labels of the drawn cells: at least two categories, and not nearly as many as cells. */
function drawnLabels(name: 'batch' | 'labels', all: Labels, drawn: Int32Array, insist: boolean): Labels {
  const labels = pickLabels(all, drawn);
  checkGroups(`sweep: ${name}`, labels, { name, insist, option: 'fit: { manyCategories: true }' });
  checkSeveral(`sweep: ${name} of the drawn cells`, labels, 'Draw more cells, or give another column.');
  return labels;
}

async function subsample<T>(options: Settings<T>): Promise<Subsample> {
  const all = await asCells('sweep: x', options.x, undefined);
  const rules = { cells: all.shape[0], of: 'cell of x' };
  const batch = encodeLabels('sweep: batch', options.batch, rules);
  const labels = encodeLabels('sweep: labels', options.labels, rules);
  const chosen = sampleRows(all.shape[0], options.cells, createRng(options.seed).stream('sweep'));
  const x = selectRows(all, chosen);
  const insist = options.fit?.manyCategories ?? false;
  const components = Math.min(30, x.shape[0] - 1, x.shape[1] - 1);
  const { scores } = await pca(toModelScale({ x, scale: scaleOfKind(describeUnits(x).kind) }), {
    components,
  });
  return {
    x,
    batch: drawnLabels('batch', batch, chosen, insist),
    labels: drawnLabels('labels', labels, chosen, insist),
    original: scores,
  };
}

async function measureWith<T>(
  model: DisentangledAE,
  value: T,
  options: Settings<T>,
  drawn: Subsample,
): Promise<SweepPoint<T>> {
  const started = performance.now();
  const signal = options.signal ? { signal: options.signal } : {};
  await model.fit(drawn.x, drawn.batch, { ...options.fit, ...signal });
  const seconds = (performance.now() - started) / 1000;
  const { bio } = await model.transform(drawn.x, signal);
  const { batch, labels, original } = drawn;
  const scores = await integrationMetrics(bio, { batch, labels, original, manyCategories: true, ...signal });
  const { batchCorrection, bioConservation = Number.NaN, total = Number.NaN } = scores;
  return { value, batchCorrection, bioConservation, total, seconds, frontier: false };
}

async function measure<T>(value: T, options: Settings<T>, drawn: Subsample): Promise<SweepPoint<T>> {
  // Not `using`: compiled, it asks for `this` outside of any function, which Rollup warns of.
  const model = new DisentangledAE(options.model(value));
  try {
    return await measureWith(model, value, options, drawn);
  } finally {
    model.dispose();
  }
}

/**
 * Trains one model per value of a grid on a subsample of the cells. Returns how each model trades batch removal against
 * biology kept (`integrationMetrics`), which values are worth considering (the frontier), and where the frontier bends
 * (the knee).
 *
 * @param options - See {@link SweepOptions}; `model` turns a value into a model's options.
 * @param grid - Numbers, or any other values that `model` accepts.
 * @throws RangeError if the grid is empty, lengths disagree, there are fewer than 90 cells, or there is only one batch or
 * type; also the errors of `fit`.
 * @example
 * ```ts
 * const { points, knee } = await sweep(
 *   { x, batch, labels, model: (weight) => ({ terms: defaultTerms({ batchDependenceLocal: weight }) }) },
 *   [0, 10, 30, 100, 300],
 * );
 * // Observable Plot: Plot.dot(points, { x: 'batchCorrection', y: 'bioConservation', fill: 'frontier', title: 'value' })
 * ```
 */
export async function sweep<T>(options: SweepOptions<T>, grid: readonly T[]): Promise<Sweep<T>> {
  const settings = readOptions('sweep', options, table);
  if (!Array.isArray(grid))
    throw badType({ argument: 'sweep: grid', expected: 'a list of values', received: shown(grid) });
  if (grid.length === 0)
    throw badValue({ argument: 'sweep: grid', expected: 'at least one value', received: 'none' });
  await ensureBackend();
  const drawn = await subsample(settings);
  const points: SweepPoint<T>[] = [];
  for (const value of grid) {
    settings.signal?.throwIfAborted();
    const point = await measure(value, settings, drawn);
    points.push(point);
    const { frontier: _, ...scores } = point;
    await settings.onPoint?.(scores);
  }
  const front = onFrontier(points);
  const marked = points.map((point, i) => ({ ...point, frontier: front[i]! }));
  return { points: marked, knee: marked[knee(marked)]! };
}
