import { abortSignal, numberWithin, optional, wholeNumber } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { listed } from '../check/quoted.js';
import { nearestByClass } from '../learn/nearestByClass.js';
import { asMatrix } from '../matrix/asMatrix.js';
import type { Categories } from '../matrix/categories.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { copyRows } from '../matrix/copyRows.js';
import { encodeLabels, type Labels } from '../matrix/labels.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { sliceRows } from '../matrix/sliceRows.js';
import { toDense } from '../matrix/toDense.js';
import { checkpointOf } from '../platform/checkpoint.js';
import { type ConformalRow, calibration, conformalValues } from './conformalValues.js';

/** Options of {@link transferLabels}. */
export interface TransferLabelsOptions {
  /** Share of cells, of each label, whose set may miss their own label; default 0.1. */
  error?: number;
  /** Number of nearest reference cells per label that are compared; default 5. */
  neighbors?: number;
  /** Aborts the call: it rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Labels that {@link transferLabels} finds. */
export interface TransferredLabels {
  /** The most likely label of every cell: that with the largest p-value. [cells] */
  labels: string[];
  /** The labels that can't be excluded at the given error: one is an answer, several are ambiguous, none is unknown. [cells] */
  sets: string[][];
  /** How usual a cell would be among the reference cells of each label. [cells, categories] */
  pValues: Matrix;
  /** The labels that the columns of `pValues` belong to. */
  categories: string[];
}

const table = {
  error: (argument, given = 0.1) => numberWithin(argument, given, 1e-6, 0.5),
  neighbors: (argument, given = 5) => wholeNumber(argument, given),
  signal: optional(abortSignal),
} satisfies OptionTable<TransferLabelsOptions>;

async function latents(argument: string, z: MatrixLike): Promise<Matrix> {
  const matrix = toDense(await asMatrix(`transferLabels: ${argument}`, z));
  checkFinite(`transferLabels: ${argument}`, matrix);
  return matrix;
}

/** The reference cells that have a label. */
async function labelled(reference: MatrixLike, column: Categories): Promise<{ z: Matrix; labels: Labels }> {
  const z = await latents('reference', reference);
  const rules = { cells: z.shape[0], of: 'cell of reference', partial: true };
  const { categories, codes } = encodeLabels('transferLabels: labels', column, rules);
  if (categories.length < 2) {
    const received = listed(categories.map((name) => `'${name}' alone`)) || 'none';
    throw badValue({ argument: 'transferLabels: labels', expected: 'at least two labels', received });
  }
  const rows = Int32Array.from(codes.keys()).filter((row) => codes[row]! >= 0);
  return { z: copyRows(z, rows), labels: { categories, codes: rows.map((row) => codes[row]!) } };
}

/** Rows that are compared before other code runs. */
const blockRows = 1000;

/**
 * Transfers labels from reference cells to new cells in a latent space, with a conformal set for each cell: the labels that can't be
 * excluded at an error rate.
 *
 * A cell's score for label y is `d_y / d_other`: its mean distance to the nearest reference cells of y, over that to the nearest of all
 * other labels. The p-value of y is the share of y's reference cells, each left out of the reference in turn, with a score at least as
 * large; a set holds the labels with p > `error`. If new cells are like those of the reference, the set holds a cell's own label with
 * probability about 1 - `error`, for every label. A label with fewer than 2 / `error` reference cells is compared with the cells of all
 * labels, because its own can't tell; this rate then doesn't hold for it.
 *
 * "None" means that a cell is unlike all labels. It doesn't find every cell of an unknown type: those with a close relative in the
 * reference get the relative's label. Batches that aren't aligned make all cells unlike: compare z_bio, not expression.
 *
 * Compares every new cell with every reference cell: 10,000 with 2,000 in 10 dimensions take about a second.
 *
 * @param reference - Latents of labelled cells. [cells, dims]
 * @param labels - Label of each reference cell; cells without one are ignored. [cells]
 * @param query - Latents of new cells, by the same model. [cells, dims]
 * @returns Labels, sets and p-values. There is nothing to dispose.
 * @throws RangeError if lengths or dims disagree, there are fewer than two labels, a value isn't finite, or an option is unknown.
 * @see Vovk, Conditional validity of inductive conformal predictors, Machine Learning 2013; the score is that of Proedrou et al.,
 * Transductive confidence machines for pattern recognition, ECML 2002.
 * @example
 * ```ts
 * const { labels, sets } = await transferLabels(referenceBio, cellTypes, newBio, { error: 0.1 });
 * const unknown = sets.filter((set) => set.length === 0).length;
 * ```
 */
export async function transferLabels(
  reference: MatrixLike,
  labels: Categories,
  query: MatrixLike,
  options: TransferLabelsOptions = {},
): Promise<TransferredLabels> {
  const { error, neighbors, signal } = readOptions('transferLabels', options, table);
  const known = await labelled(reference, labels);
  const cells = await latents('query', query);
  const [dims, received] = [known.z.shape[1], cells.shape[1]];
  if (dims !== received) {
    const expected = `${dims} dims, those of reference`;
    throw badValue({ argument: 'transferLabels: query', expected, received: `${received}` });
  }
  const { categories, codes } = known.labels;
  const next = checkpointOf({ signal });
  const sizes = { classes: categories.length, k: neighbors };
  const near = (rows: Matrix) => nearestByClass(rows, known.z, codes, sizes);
  const calibrations = calibration(near(known.z), codes, 2 / error);
  const found: ConformalRow[] = [];
  for (let row = 0; row < cells.shape[0]; row += blockRows) {
    await next();
    const block = near(sliceRows(cells, row, Math.min(cells.shape[0], row + blockRows)) as Matrix);
    for (let i = 0; row + i < Math.min(cells.shape[0], row + blockRows); i++)
      found.push(conformalValues(block, i, calibrations));
  }
  return {
    labels: found.map(({ best }) => categories[best]!),
    sets: found.map(({ values }) => categories.filter((_, code) => values[code]! > error)),
    pValues: {
      data: Float32Array.from(found.flatMap(({ values }) => values)),
      shape: [found.length, categories.length],
    },
    categories,
  };
}
