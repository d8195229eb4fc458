import {
  abortSignal,
  aSeed,
  numberWithin,
  optional,
  optionalFunction,
  trueOrFalse,
  wholeNumber,
} from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { type OptionTable, type OptionValues, readOptions } from '../../check/options.js';
import { nearestNeighborsInParts } from '../../learn/nearestNeighbors.js';
import { asMatrix } from '../../matrix/asMatrix.js';
import { checkFinite } from '../../matrix/checkFinite.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';
import { createBreather } from '../../platform/breathe.js';
import { checkpointOf } from '../../platform/checkpoint.js';
import { stages } from '../../platform/stages.js';
import { createRng } from '../../random/rng.js';
import { type Layout, loadUmap } from './loadUmap.js';
import { startPositions } from './startPositions.js';

/** Options of {@link umap}. */
export interface UmapOptions {
  /** Seed of the random stream `umap`; default 0. */
  seed?: number | string;
  /** Number of neighbours of a cell, the cell itself included; default 15, or as many as there are cells if these are fewer. */
  neighbors?: number;
  /** Least distance of cells on the map, in its units, 0 to 1; default 0.3. */
  minDist?: number;
  /** Whether neighbours are found by comparing all cells; default: with up to 20,000 cells. */
  exact?: boolean;
  /** Number of epochs of the layout; default 200. */
  epochs?: number;
  /** Aborts the call, between two of its parts: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called after every part, with the work done so far and all of it; `done / all` is about the share of the time. */
  onProgress?: (done: number, all: number) => void;
}

const table = {
  seed: (argument, given = 0) => aSeed(argument, given),
  neighbors: optional((argument, given: number) => wholeNumber(argument, given, 3)),
  minDist: (argument, given = 0.3) => numberWithin(argument, given, 0, 1),
  exact: optional(trueOrFalse),
  epochs: (argument, given = 200) => wholeNumber(argument, given),
  signal: optional(abortSignal),
  onProgress: optionalFunction,
} satisfies OptionTable<UmapOptions>;

type Settings = OptionValues<UmapOptions, typeof table>;

/** With more cells, the exact search, whose time grows with their square, takes longer than all the rest. */
const mostExact = 20_000;
const leastCells = 4;

function rowsOf({ data, shape: [cells, dims] }: Matrix): number[][] {
  return Array.from({ length: cells }, (_, i) => Array.from(data.subarray(i * dims, (i + 1) * dims)));
}

/** Hands our exact neighbours to the layout, which counts a cell as its own first neighbour. */
async function setExactNeighbors(
  layout: Layout,
  embedding: Matrix,
  count: number,
  { signal, onProgress }: Pick<Settings, 'signal' | 'onProgress'>,
): Promise<void> {
  const [cells] = embedding.shape;
  const next = checkpointOf({ signal, onProgress }, cells);
  const { k, indices, distances } = await nearestNeighborsInParts(embedding, count - 1, next);
  const perCell = (self: (i: number) => number, of: Int32Array | Float64Array) =>
    Array.from({ length: cells }, (_, i) => [self(i), ...of.subarray(i * k, (i + 1) * k)]);
  layout.setPrecomputedKNN(
    perCell((i) => i, indices),
    perCell(() => 0, distances),
  );
}

function neighborCount(given: number | undefined, cells: number): number {
  if (cells < leastCells) {
    const expected = `at least ${leastCells} cells`;
    throw badValue({ argument: 'umap: embedding', expected, received: `${cells}` });
  }
  if (given !== undefined && given >= cells) {
    const expected = `less than the number of cells, ${cells}`;
    throw badValue({ argument: 'umap: neighbors', expected, received: `${given}` });
  }
  return given ?? Math.min(15, cells - 1);
}

async function moveCells(layout: Layout, { epochs, signal, onProgress }: Settings): Promise<void> {
  const breathe = createBreather();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    layout.step();
    onProgress?.(epoch, epochs);
    await breathe();
    signal?.throwIfAborted();
  }
}

/**
 * Maps an embedding to two dimensions by UMAP: cells that are close in `embedding` are close on the map. Distances between
 * groups that are far apart, and the sizes of groups, mean little; judge a fit by {@link report}, not by its map.
 *
 * Up to 20,000 cells, neighbours are exact; beyond, they are those of nearest-neighbour descent in the package `umap-js`, which
 * finds 99 % of them. The layout starts from the first two principal components. Equal embedding, seed and version give a
 * bit-equal map. 3,400 cells take 5 to 8 s and 10,000 cells 15 to 30 s;
 * in a page, call it in a worker.
 *
 * @param embedding - For example z_bio, or principal components of the cells before integration. Finite. [cells, dims]
 * @returns Positions on the map; they have no unit. [cells, 2]
 * @throws RangeError on fewer than 4 cells, a value that isn't finite or an unknown option; Error (`ZBIO_NO_PEER`) without the
 * optional package `umap-js`.
 * @see McInnes, Healy and Melville, UMAP, 2018.
 * @example
 * ```ts
 * const after = await umap(bio, { seed: 1 });
 * const picture = await plotEmbedding({ after }, { batch, labels });
 * ```
 */
export async function umap(embedding: MatrixLike, options: UmapOptions = {}): Promise<Matrix> {
  const settings = readOptions('umap', options, table);
  const points = toDense(await asMatrix('umap: embedding', embedding));
  checkFinite('umap: embedding', points);
  const [cells, dims] = points.shape;
  if (dims < 1) {
    throw badValue({ argument: 'umap: embedding', expected: 'at least one dimension', received: 'none' });
  }
  const { neighbors, minDist, epochs, signal, exact = cells <= mostExact } = settings;
  const count = neighborCount(neighbors, cells);
  const UMAP = await loadUmap();
  const rng = createRng(settings.seed).stream('umap');
  const layout = new UMAP({ nNeighbors: count, nEpochs: epochs, minDist, random: rng.next });
  // About what the parts cost, per cell.
  const shares = [exact ? cells / 4000 : 0, 1, epochs / 40];
  const [finding, preparing, moving] = stages(settings.onProgress, shares);
  if (exact) await setExactNeighbors(layout, points, count, { signal, onProgress: finding });
  const next = checkpointOf({ signal, onProgress: preparing });
  await next(0);
  layout.initializeFit(rowsOf(points));
  await next();
  const start = await startPositions(points, rng.stream('start'));
  for (const [i, row] of layout.getEmbedding().entries()) row.splice(0, 2, start[2 * i]!, start[2 * i + 1]!);
  await moveCells(layout, { ...settings, onProgress: moving });
  return { data: Float32Array.from(layout.getEmbedding().flat()), shape: [cells, 2] };
}
