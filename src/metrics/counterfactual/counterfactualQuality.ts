import { sameLength, wholeNumber } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../../check/options.js';
import { pca } from '../../learn/pca.js';
import { projectOnto } from '../../learn/projectOnto.js';
import { columnMoments } from '../../matrix/columnMoments.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import { denseEmbedding } from '../denseEmbedding.js';
import { type CounterfactualScores, counterfactualScores } from './counterfactualScores.js';
import { sharedLabels } from './sharedLabels.js';

/** Cells of one batch, what they were turned into, and cells of the batch that they should look like now. */
export interface CounterfactualCells {
  /** Real cells of one batch. [cells, genes] */
  source: MatrixLike;
  /** The same cells in the same order as if from the other batch: `correct(source, { to })`. [cells, genes] */
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
  labels: ArrayLike<string | number>;
  /** Cell type of every cell of `target`. [target cells] */
  targetLabels: ArrayLike<string | number>;
  /**
   * Cells of the two batches that the model was trained on: the baseline 'shift by the batch mean' adds the difference of
   * their means. Default: the cells that are scored, which flatters this baseline.
   */
  training?: {
    /** Of the batch of `source`. [any, genes] */
    source: MatrixLike;
    /** Of the batch of `target`. [any, genes] */
    target: MatrixLike;
  };
  /** Principal components in which the E-distance is measured; default 30, or as many as the cells allow. */
  components?: number;
  /** A cell type is scored if both sides have at least so many of its cells; default 10. */
  minCells?: number;
}

const table = {
  labels: asGiven,
  targetLabels: asGiven,
  training: asGiven,
  components: (argument, given = 30) => wholeNumber(argument, given),
  minCells: (argument, given = 10) => wholeNumber(argument, given, 2),
} satisfies OptionTable<CounterfactualQualityOptions>;

/** How near corrected cells come to real ones, and how near two trivial predictions come. */
export interface CounterfactualQuality {
  /** Of `corrected`. */
  corrected: CounterfactualScores;
  /** Baseline 'do nothing': of `source` itself. */
  unchanged: CounterfactualScores;
  /** Baseline 'shift by the batch mean': of `source` plus mean of the target batch minus mean of the source batch. */
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

/** The cells, moved by the difference of two batches' means. */
function shifted({ data, shape }: Matrix, from: Matrix, to: Matrix): Matrix {
  const [before, after] = [columnMoments(from).mean, columnMoments(to).mean];
  const shift = after.map((value, gene) => value - before[gene]!);
  return { data: data.map((value, i) => value + shift[i % shape[1]]!), shape };
}

/** Coordinates of cells along the principal components of the real ones, of both batches. */
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
 * Whether corrected cells look like real ones: cells of one batch, turned into another, against real cells of that batch,
 * cell type by cell type, beside the baselines 'do nothing' and 'shift by the batch mean'. Use cells that the model
 * wasn't trained on, or it is praised for what it has learned by heart.
 *
 * - `r2`, `mse`: of the mean expression of every gene, over genes, in the units of the cells given: log-normalised ones
 *   (10,000 a cell, then log1p), usually. r2 is 1 - Σ(m - m̂)² / Σ(m - mean of m)²; it is often high even for 'do nothing',
 *   since genes differ more than batches do: compare the mse.
 * - `eDistance`: whether the cells are spread as the real ones are, too: 2 E|x - y| - E|x - x'| - E|y - y'| with
 *   Euclidean distances, unbiased, along the principal components of the real cells, both batches together (in gene space
 *   noise would outweigh all else). 0 is best.
 *
 * Source: the scores of scGen and biolord; E-distance as in scPerturb and pertpy.
 *
 * @param cells - See {@link CounterfactualCells}. The time grows with the square of the cells of a type.
 * @throws RangeError on lengths that disagree, values that aren't finite, or no cell type with `minCells` cells on both
 * sides; on an unknown option.
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
  sameLength(at('labels'), labels.length, rows, 'cell of source');
  sameLength(at('targetLabels'), targetLabels.length, target.shape[0], 'cell of target');
  const shared = sharedLabels(labels, targetLabels, minCells);
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
