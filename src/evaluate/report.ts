import { rejectUnknown, sameLength, wholeNumber } from '../check/checks.js';
import { asGiven, type OptionTable, readOptions } from '../check/options.js';
import { pca } from '../learn/pca.js';
import { copyRows } from '../matrix/copyRows.js';
import type { Labels } from '../matrix/labels.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { selectRows } from '../matrix/selectRows.js';
import { formatIntegration } from '../metrics/integration/formatIntegration.js';
import { type IntegrationMetrics, integrationMetrics } from '../metrics/integration/integrationMetrics.js';
import { formatLeakage } from '../metrics/leakage/formatLeakage.js';
import { type LeakageReport, leakage } from '../metrics/leakage/leakage.js';
import type { Assembly } from '../model/assembly.js';
import type { Categories, Values } from '../model/covariateColumns.js';
import type { SystemOptions } from '../model/definition.js';
import { toModelScale } from '../model/map/inputScale.js';
import { engineOf, type System } from '../model/System.js';
import { encodedColumns, encodeSystem, type SystemCells, systemCells } from '../model/systemCells.js';
import { createRng } from '../random/rng.js';
import { sampleRows } from '../random/sampleRows.js';

/** What {@link report} is told of each cell. */
export interface ReportColumns {
  /** The batch, at least two; unless the encoder reads it, they needn't be those of `fit`. */
  batch: Categories;
  /** The cell type; without it only the batch half is told. */
  labels?: Categories;
  /** Columns that the model's encoder reads, by name. */
  [covariate: string]: Categories | Values | undefined;
}

/** Options of {@link report}. */
export interface ReportOptions {
  /** Names of the columns of x, to be compared with those at `fit`. */
  genes?: readonly string[];
  /** Seeds samples, folds and permutations; default 0. */
  seed?: number | string;
  /** Above so many cells, a random sample of so many is looked at; default 10,000. */
  maxCells?: number;
}

/** Whether a fit has worked. */
export interface ModelReport {
  /** What can be read from which latent. */
  leakage: LeakageReport;
  /** Integration metrics of the latent that holds the biology. */
  integration: IntegrationMetrics;
  /** Both as tables with a verdict in words, for a fixed-width font. */
  text: string;
}

const leastCells = 90;
const components = 30;

const table = {
  genes: asGiven,
  seed: (_, given = 0) => given,
  maxCells: (argument, given = 10_000) => wholeNumber(argument, given, leastCells),
} satisfies OptionTable<ReportOptions>;

const pick = (values: ArrayLike<string | number>, rows: Int32Array): (string | number)[] =>
  Array.from(rows, (row) => values[row]!);

const pickColumn = (column: Labels | Matrix, rows: Int32Array): Labels | Matrix =>
  'codes' in column
    ? { categories: column.categories, codes: rows.map((row) => column.codes[row]!) }
    : copyRows(column, rows);

function pickCells({ x, batch, covariates, ...rest }: SystemCells, rows: Int32Array): SystemCells {
  const picked = Object.entries(covariates).map(([name, column]) => [name, pickColumn(column, rows)]);
  return {
    ...rest,
    x: selectRows(x, rows),
    ...(batch ? { batch: pickColumn(batch, rows) as Labels } : {}),
    covariates: Object.fromEntries(picked),
  };
}

/** The latents that are to hold the biology and the batch. */
async function namedLatents(assembly: Assembly, cells: SystemCells): Promise<{ bio: Matrix; nio?: Matrix }> {
  const latents = await encodeSystem(assembly, cells);
  const { biology, nuisance } = assembly.roles ?? { biology: Object.keys(assembly.latent)[0]! };
  return { bio: latents[biology]!, ...(nuisance === undefined ? {} : { nio: latents[nuisance]! }) };
}

/** Principal components of cells, counts log-normalised first. [cells, components] */
async function componentsOf({ x, scale }: SystemCells): Promise<Matrix> {
  const scaled = toModelScale(x, scale === 'counts' ? 'logCounts' : scale);
  return (await pca(scaled, { components: Math.min(components, ...x.shape) })).scores;
}

/**
 * Whether a fit has worked: what can be read from which latent ({@link leakage}), and the integration metrics of the latent
 * that holds the biology ({@link integrationMetrics}, against the principal components of x). For every model of the library
 * and for systems of your own. About 25 s for 3,400 cells; above `maxCells` a random sample is looked at.
 *
 * @param model - A fitted model. It isn't changed.
 * @param x - [cells, genes], in the units of `fit`; at least 90 cells.
 * @param known - `batch`, `labels` (the cell types, which add the biological half), and what the model's encoder reads.
 * @returns Both reports, and `text`: tables with a verdict in words. Nothing to dispose.
 * @throws Error before `fit`; RangeError on lengths that disagree, a missing label or one batch only, and as
 * {@link System.transform}.
 * @example
 * ```ts
 * console.log((await report(model, x, { batch, labels })).text);
 * ```
 */
export async function report<Options extends SystemOptions, Parts extends Assembly>(
  model: System<Options, object, string, Parts>,
  x: MatrixLike,
  known: ReportColumns,
  options: ReportOptions = {},
): Promise<ModelReport> {
  const { genes, seed, maxCells } = readOptions('report', options, table);
  const { recipe, life } = engineOf(model);
  const fitted = life.require('report');
  rejectUnknown('report: columns', known, ['labels', ...Object.keys(recipe.covariates)]);
  const { batch, labels } = known;
  const needed = encodedColumns(recipe, fitted);
  const read = Object.fromEntries(needed.map((name) => [name, known[name]]));
  const all = await systemCells('report', x, read, genes ? { genes } : {}, { recipe, fitted, needed });
  const cells = all.x.shape[0];
  wholeNumber('report: cells of x', cells, leastCells);
  sameLength('report: batch', batch.length, cells, 'cell of x');
  if (labels) sameLength('report: labels', labels.length, cells, 'cell of x');
  const rows = sampleRows(cells, maxCells, createRng(seed).stream('report'));
  const looked = pickCells(all, rows);
  const told = { batch: pick(batch, rows), ...(labels ? { labels: pick(labels, rows) } : {}), seed };
  const latents = await namedLatents(fitted.assembly, looked);
  const leaks = await leakage(latents, told);
  const original = await componentsOf(looked);
  const integration = await integrationMetrics(latents.bio, { ...told, original, maxCells });
  const verdict = formatLeakage(leaks, { nioDetached: fitted.assembly.roles?.nuisanceDetached ?? false });
  return { leakage: leaks, integration, text: `${verdict}\n\n${formatIntegration(integration)}` };
}
