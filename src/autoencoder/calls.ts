import { ensureBackend } from '../backend/ensureBackend.js';
import { rejectUnknown, sameLength } from '../check/checks.js';
import { type ModelReport, type ReportOptions, reportOn } from '../evaluate/report.js';
import { encodeLabels } from '../matrix/labels.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { asCells, checkGenes } from '../model/checkCells.js';
import type { MapperOptions } from '../model/map/createMapper.js';
import { checkCounts, type InputCells, toInputUnits, toModelScale } from '../model/map/inputScale.js';
import { type Compile, checkCompile } from '../onnx/wantedRuntime.js';
import type { Fitted } from './fitted.js';
import { correctCells, encodeCells, type Latents, reconstructCells } from './inference.js';

/** Options of calls that take cells after `fit`. */
export interface CellOptions {
  /** Names of the columns of x, to be compared with those at `fit`. */
  genes?: readonly string[];
  /**
   * Whether onnxruntime computes, on as many threads as it thinks fit: `'auto'` (default) where it is installed, the backend
   * isn't a GPU and it takes less time: for 2,048 cells and 8 million values (cells x genes) or more, but not for `DisentangledAE.transform` of CSR
   * cells of which less than 20 % is stored.
   */
  compile?: Compile;
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
  options: Pick<CellOptions, 'genes'>,
  known: readonly string[] = ['compile'],
): Promise<InputCells> {
  rejectUnknown(call, options, ['genes', ...known]);
  await ensureBackend();
  const cells = await asCells(`${call}: x`, x, options.genes);
  checkGenes(`${call}: x`, cells.shape[1], options.genes, fitted);
  if (fitted.input === 'counts') checkCounts(`${call}: x`, cells);
  return { x: cells, input: fitted.input };
}

/** Who maps cells in a call. */
export function mapperOptions(call: string, { compile = 'auto' }: CellOptions): MapperOptions {
  checkCompile(`${call}: compile`, compile);
  return { call, compile };
}

/** `DisentangledAE.transform` */
export async function transform(fitted: Fitted, x: MatrixLike, options: CellOptions): Promise<Latents> {
  const how = mapperOptions('transform', options);
  return encodeCells(fitted.run.model, await cellsFor('transform', fitted, x, options), how);
}

/** `DisentangledAE.reconstruct` */
export async function reconstruct(
  fitted: Fitted,
  x: MatrixLike,
  batch: ArrayLike<string | number>,
  options: CellOptions,
): Promise<Matrix> {
  const how = mapperOptions('reconstruct', options);
  const cells = await cellsFor('reconstruct', fitted, x, options);
  sameLength('reconstruct: batch', batch.length, cells.x.shape[0], 'cell of x');
  const labels = encodeLabels('reconstruct: batch', batch, fitted.batches);
  const decoded = await reconstructCells(fitted.run.model, cells, labels, how);
  return toInputUnits(decoded, cells);
}

/** `DisentangledAE.correct` */
export async function correct(fitted: Fitted, x: MatrixLike, options: CorrectOptions): Promise<Matrix> {
  const how = mapperOptions('correct', options);
  const cells = await cellsFor('correct', fitted, x, options, ['compile', 'to']);
  const wanted = options.to === undefined ? fitted.batches : [String(options.to)];
  const { codes } = encodeLabels('correct: to', wanted, fitted.batches);
  const target = { targets: [...codes], centroids: fitted.centroids };
  const decoded = await correctCells(fitted.run.model, cells, target, how);
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
