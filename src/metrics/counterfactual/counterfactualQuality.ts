import { sameLength, wholeNumber } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../../check/options.js';
import { pca } from '../../learn/pca.js';
import { projectOnto } from '../../learn/projectOnto.js';
import type { Categories } from '../../matrix/categories.js';
import { columnMoments } from '../../matrix/columnMoments.js';
import { encodeLabels } from '../../matrix/labels.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import { denseEmbedding } from '../denseEmbedding.js';
import { type CounterfactualScores, counterfactualScores } from './counterfactualScores.js';
import { sharedLabels } from './sharedLabels.js';

/** Cells of one batch, the same cells corrected to another batch, and real cells of that other batch. */
export interface CounterfactualCells {
  /** Real cells of one batch. [cells, genes] */
  source: MatrixLike;
  /** The same cells in the same order, as if from the other batch: `correct(source, { to })`. [cells, genes] */
  corrected: MatrixLike;
  /** Real cells of the other batch. [target cells, genes] */
  target: MatrixLike;
}

const cellsTable = {
  source: asGiven,
  corrected: asGiven,
  target: asGiven,
} satisfies OptionTable<CounterfactualCells>;

/** Options of {@link counterfactualQuality}. */
export interface CounterfactualQualityOptions {
  /** Cell type of every cell of `source`. [cells] */
  labels: Categories;
  /** Cell type of every cell of `target`. [target cells] */
  targetLabels: Categories;
  /**
   * Training cells of the two batches: the baseline 'shift by the batch mean' adds the difference of their means.
   * Default: the scored cells themselves, which favours this baseline.
   */
  training?: {
    /** Training cells of the batch of `source`. [any, genes] */
    source: MatrixLike;
    /** Training cells of the batch of `target`. [any, genes] */
    target: MatrixLike;
  };
  /** Number of principal components in which the E-distance is measured; default 30, or as many as the cells allow. */
  components?: number;
  /** Fewest cells that a cell type must have on both sides to be scored; default 10. */
  minCells?: number;
}

const table = {
  labels: asGiven,
  targetLabels: asGiven,
  training: asGiven,
  components: (argument, given = 30) => wholeNumber(argument, given),
  minCells: (argument, given = 10) => wholeNumber(argument, given, 2),
} satisfies OptionTable<CounterfactualQualityOptions>;

/** How close corrected cells are to real ones, and how close two trivial predictions are. */
export interface CounterfactualQuality {
  /** Scores of `corrected`. */
  corrected: CounterfactualScores;
  /** Baseline 'do nothing': scores of `source` itself. */
  unchanged: CounterfactualScores;
  /** Baseline 'shift by the batch mean': scores of `source` plus the mean of the target batch minus that of the source batch. */
  shifted: CounterfactualScores;
}

const at = (name: string): string => `counterfactualQuality: ${name}`;

async function denseCells(name: string, x: MatrixLike, genes?: number): Promise<Matrix> {
  const cells = await denseEmbedding(at(name), x);
  if (genes === undefined || cells.shape[1] === genes) return cells;
  throw badValue({
    argument: at(name),
    expected: `${genes} genes, as source`,
    received: `${cells.shape[1]}`,
  });
}

/** Moves the cells by the difference of two batches' means. */
function shifted({ data, shape }: Matrix, from: Matrix, to: Matrix): Matrix {
  const [before, after] = [columnMoments(from).mean, columnMoments(to).mean];
  const shift = after.map((value, gene) => value - before[gene]!);
  return { data: data.map((value, i) => value + shift[i % shape[1]]!), shape };
}

/** Returns the projection onto the principal components of the real cells of both batches. */
async function realSpace(source: Matrix, target: Matrix, components: number): Promise<(x: Matrix) => Matrix> {
  const rows = source.shape[0] + target.shape[0];
  const genes = source.shape[1];
  const data = new Float32Array(rows * genes);
  data.set(source.data);
  data.set(target.data, source.data.length);
  const count = Math.min(components, rows - 1, genes);
  const found = await pca({ data, shape: [rows, genes] }, { components: count });
  const vectors = Array.from({ length: count }, (_, k) =>
    Float64Array.from(found.components.data.subarray(k * genes, (k + 1) * genes)),
  );
  return (x) => projectOnto(x, found.mean, vectors);
}

/**
 * Tests whether corrected cells look like real ones. Compares cells of one batch, corrected to another batch, with real
 * cells of that other batch, per cell type, and does the same for the baselines 'do nothing' and 'shift by the batch
 * mean'. Use held-out cells: on training cells the scores also reward memorisation.
 *
 * - `r2`, `mse` compare the mean expression m of every gene with its prediction m̂, over genes, in the units of the given
 *   cells (usually 10,000 counts per cell, then log1p). r2 = 1 - Σ(m - m̂)² / Σ(m - mean of m)². It is often high even for
 *   'do nothing', because genes differ more than batches do; compare the mse.
 * - `eDistance` also compares the spread of the cells: 2 E|x - y| - E|x - x'| - E|y - y'| with Euclidean distances,
 *   unbiased, along the principal components of the real cells of both batches (in gene space, noise would outweigh
 *   everything else). 0 is best.
 *
 * Source: r2 and mse as in scGen and biolord; E-distance as in scPerturb and pertpy.
 *
 * @param cells - See {@link CounterfactualCells}. The time grows with the square of the number of cells per type.
 * @throws RangeError if lengths disagree, a value isn't finite, no cell type has `minCells` cells on both sides, or an
 * option is unknown.
 * @example
 * ```ts
 * const corrected = await model.correct(source, { to: 'donor 2' });
 * const quality = await counterfactualQuality({ source, corrected, target }, { labels, targetLabels });
 * console.log(quality.corrected.mse, quality.unchanged.mse, quality.shifted.mse);
 * ```
 */
export async function counterfactualQuality(
  cells: CounterfactualCells,
  options: CounterfactualQualityOptions,
): Promise<CounterfactualQuality> {
  const given = readOptions(at('cells'), cells, cellsTable, '.');
  const read = readOptions('counterfactualQuality', options, table);
  const { labels, targetLabels, training = given, components, minCells } = read;
  const source = await denseCells('source', given.source);
  const [rows, genes] = source.shape;
  const corrected = await denseCells('corrected', given.corrected, genes);
  const target = await denseCells('target', given.target, genes);
  sameLength(at('corrected'), corrected.shape[0], rows, 'cell of source');
  const types = encodeLabels(at('labels'), labels, { cells: rows, of: 'cell of source' });
  const targetRules = { cells: target.shape[0], of: 'cell of target' };
  const targetTypes = encodeLabels(at('targetLabels'), targetLabels, targetRules);
  const shared = sharedLabels(types, targetTypes, minCells);
  const space = await realSpace(source, target, components);
  const score = (predicted: Matrix) => counterfactualScores(predicted, target, shared, space);
  const from = await denseCells('training.source', training.source, genes);
  const to = await denseCells('training.target', training.target, genes);
  return {
    corrected: score(corrected),
    unchanged: score(source),
    shifted: score(shifted(source, from, to)),
  };
}
