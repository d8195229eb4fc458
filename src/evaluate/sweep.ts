import { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import type { DisentangledAEOptions, FitOptions } from '../autoencoder/options.js';
import { ensureBackend } from '../backend/ensureBackend.js';
import { sameLength, wholeNumber } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { asGiven, type OptionTable, type OptionValues, readOptions } from '../check/options.js';
import { pca } from '../learn/pca.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { selectRows } from '../matrix/selectRows.js';
import { integrationMetrics } from '../metrics/integration/integrationMetrics.js';
import { asCells } from '../model/checkCells.js';
import { detectScale, toModelScale } from '../model/map/inputScale.js';
import { createRng } from '../random/rng.js';
import { sampleRows } from '../random/sampleRows.js';
import { type Candidate, knee, onFrontier } from './frontier.js';

/** Options of {@link sweep}. */
export interface SweepOptions<T> {
  /** [cells, genes], as for `fit`. */
  x: MatrixLike;
  /** The batch of each cell. */
  batch: ArrayLike<string | number>;
  /** The cell type of each cell: what tells biology kept. */
  labels: ArrayLike<string | number>;
  /** The model to try for a value of the grid. */
  model: (value: T) => DisentangledAEOptions;
  /** Cells to try it on, drawn at random; default 2,000. */
  cells?: number;
  /** Seeds the draw; default 0. */
  seed?: number | string;
  /** Handed on to `fit`. */
  fit?: Pick<FitOptions, 'epochs' | 'batchSize' | 'dropLast'>;
  /** Aborts: `sweep` rejects with the signal's reason; what was done has gone to `onPoint`. */
  signal?: AbortSignal;
  /** Called after every value; may be async. */
  onPoint?: (point: Omit<SweepPoint<T>, 'frontier'>) => void | Promise<void>;
}

const table = {
  x: asGiven,
  batch: asGiven,
  labels: asGiven,
  model: asGiven,
  cells: (argument, given = 2000) => wholeNumber(argument, given, 90),
  seed: (_, given = 0) => given,
  fit: asGiven,
  signal: asGiven,
  onPoint: asGiven,
} satisfies OptionTable<SweepOptions<unknown>>;

/** What one value of the grid brought: a row for a table or a plot. */
export interface SweepPoint<T> extends Candidate {
  /** The value. */
  value: T;
  /** 0.6 · bioConservation + 0.4 · batchCorrection. */
  total: number;
  /** Seconds of `fit`. */
  seconds: number;
  /** Whether no other value is better in one score and as good in the other. */
  frontier: boolean;
}

/** A sweep's outcome. */
export interface Sweep<T> {
  /** One a value, in the grid's order. */
  points: SweepPoint<T>[];
  /** The one on the frontier where more of one score starts to cost most of the other. */
  knee: SweepPoint<T>;
}

type Settings<T> = OptionValues<SweepOptions<T>, typeof table>;

interface Subsample {
  x: Matrix | CsrMatrix;
  batch: (string | number)[];
  labels: (string | number)[];
  original: Matrix;
}

function several<V extends string | number>(name: string, values: V[]): V[] {
  if (new Set(values).size > 1) return values;
  const received = `'${values[0]}' only`;
  throw badValue({
    argument: `sweep: ${name}`,
    expected: 'at least two categories among the cells tried',
    received,
  });
}

async function subsample<T>(options: Settings<T>): Promise<Subsample> {
  const all = await asCells('sweep: x', options.x, undefined);
  sameLength('sweep: batch', options.batch.length, all.shape[0], 'cell of x');
  sameLength('sweep: labels', options.labels.length, all.shape[0], 'cell of x');
  const chosen = sampleRows(all.shape[0], options.cells, createRng(options.seed).stream('sweep'));
  const x = selectRows(all, chosen);
  const of = (values: ArrayLike<string | number>) => Array.from(chosen, (row) => values[row]!);
  const components = Math.min(30, x.shape[0] - 1, x.shape[1] - 1);
  const { scores } = await pca(toModelScale(x, detectScale(x)), { components });
  return {
    x,
    batch: several('batch', of(options.batch)),
    labels: several('labels', of(options.labels)),
    original: scores,
  };
}

async function measure<T>(value: T, options: Settings<T>, cells: Subsample): Promise<SweepPoint<T>> {
  using model = new DisentangledAE(options.model(value));
  const started = performance.now();
  const signal = options.signal ? { signal: options.signal } : {};
  await model.fit(cells.x, cells.batch, { ...options.fit, ...signal });
  const seconds = (performance.now() - started) / 1000;
  const { bio } = await model.transform(cells.x);
  const { batch, labels, original } = cells;
  const scores = await integrationMetrics(bio, { batch, labels, original });
  const { batchCorrection, bioConservation = Number.NaN, total = Number.NaN } = scores;
  return { value, batchCorrection, bioConservation, total, seconds, frontier: false };
}

/**
 * Trains a model for every value of a grid on a subsample of the cells, and says how each trades batch removal against
 * biology kept (`integrationMetrics`), which values are worth considering (the frontier), and where it bends (the knee).
 *
 * @param options - See {@link SweepOptions}; `model` makes a model's options out of a value.
 * @param grid - Numbers, or anything else `model` understands.
 * @throws RangeError on an empty grid, lengths that disagree, fewer than 90 cells, one batch or one type only; what `fit` throws.
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
  if (grid.length === 0)
    throw badValue({ argument: 'sweep: grid', expected: 'at least one value', received: 'none' });
  await ensureBackend();
  const cells = await subsample(settings);
  const points: SweepPoint<T>[] = [];
  for (const value of grid) {
    settings.signal?.throwIfAborted();
    const point = await measure(value, settings, cells);
    points.push(point);
    const { frontier: _, ...known } = point;
    await settings.onPoint?.(known);
  }
  const front = onFrontier(points);
  const marked = points.map((point, i) => ({ ...point, frontier: front[i]! }));
  return { points: marked, knee: marked[knee(marked)]! };
}
