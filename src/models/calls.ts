import { ensureBackend } from '../backend/ensureBackend.js';
import { rejectUnknown, sameLength } from '../check/checks.js';
import { encodeLabels } from '../matrix/labels.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { asCells, checkGenes } from './checkCells.js';
import type { Fitted } from './fitted.js';
import { correctCells, encodeCells, type Latents, reconstructCells } from './inference.js';
import { checkCounts, type InputCells, toInputUnits, toModelScale } from './inputScale.js';
import { type ModelReport, type ReportOptions, reportOn } from './report.js';

/** Options of calls that take cells after `fit`. */
export interface CellOptions {
  /** Names of the columns of x, to be compared with those at `fit`. */
  genes?: readonly string[];
}

/** Options of `correct`. */
export interface CorrectOptions extends CellOptions {
  /** Batch that the cells are to look like; default: the mean over all batches. */
  to?: string | number;
}

async function cellsFor(
  call: string,
  fitted: Fitted,
  x: MatrixLike,
  options: CellOptions,
  known: readonly string[] = [],
): Promise<InputCells> {
  rejectUnknown(call, options, ['genes', ...known]);
  await ensureBackend();
  const cells = await asCells(`${call}: x`, x, options.genes);
  checkGenes(`${call}: x`, cells.shape[1], options.genes, fitted);
  if (fitted.input === 'counts') checkCounts(`${call}: x`, cells);
  return { x: cells, input: fitted.input };
}

/** `DisentangledAE.transform` */
export async function transform(fitted: Fitted, x: MatrixLike, options: CellOptions): Promise<Latents> {
  return encodeCells(fitted.run.model, await cellsFor('transform', fitted, x, options));
}

/** `DisentangledAE.reconstruct` */
export async function reconstruct(
  fitted: Fitted,
  x: MatrixLike,
  batch: ArrayLike<string | number>,
  options: CellOptions,
): Promise<Matrix> {
  const cells = await cellsFor('reconstruct', fitted, x, options);
  sameLength('reconstruct: batch', batch.length, cells.x.shape[0], 'cell of x');
  const { codes } = encodeLabels('reconstruct: batch', batch, fitted.batches);
  const decoded = await reconstructCells(fitted.run.model, cells, codes, fitted.batches.length);
  return toInputUnits(decoded, cells);
}

/** `DisentangledAE.correct` */
export async function correct(fitted: Fitted, x: MatrixLike, options: CorrectOptions): Promise<Matrix> {
  const cells = await cellsFor('correct', fitted, x, options, ['to']);
  const wanted = options.to === undefined ? fitted.batches : [String(options.to)];
  const { codes } = encodeLabels('correct: to', wanted, fitted.batches);
  const decoded = await correctCells(fitted.run.model, cells, [...codes], fitted.centroids);
  return toInputUnits(decoded, cells);
}

/** `DisentangledAE.report` */
export async function report(
  fitted: Fitted,
  x: MatrixLike,
  batch: ArrayLike<string | number>,
  options: ReportOptions,
): Promise<ModelReport> {
  const cells = await cellsFor('report', fitted, x, options, ['labels', 'seed', 'maxCells']);
  return reportOn(fitted.run.model, toModelScale(cells.x, cells.input), batch, options);
}
