import { aSeed, rejectUnknown, trueOrFalse, wholeNumber } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import type { Categories } from '../matrix/categories.js';
import { copyRows } from '../matrix/copyRows.js';
import { type Labels, pickLabels } from '../matrix/labels.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { selectRows } from '../matrix/selectRows.js';
import type { Assembly } from '../model/assembly.js';
import type { Values } from '../model/covariateColumns.js';
import type { SystemOptions } from '../model/definition.js';
import { type CellOptions, cellTable } from '../model/map/cellOptions.js';
import { toModelScale } from '../model/map/inputScale.js';
import { asModel, engineOf, type System } from '../model/System.js';
import { encodedColumns, encodeSystem, type SystemCells, systemCells } from '../model/systemCells.js';
import { createRng } from '../random/rng.js';
import { sampleRows } from '../random/sampleRows.js';
import type { ModelReport } from './evaluatedReport.js';
import { leastCells } from './examinedCells.js';
import { groupsOf } from './groupsOf.js';
import { modelFacts } from './page/modelFacts.js';
import { evaluateLatents } from './reportLatents.js';

/** Columns of the cells for {@link report}. */
export interface ReportColumns {
  /** Batch of every cell; at least two. They may differ from those of `fit`, unless the encoder reads the batch. [cells] */
  batch: Categories;
  /** Cell type of every cell; without it, the report covers the batch only. [cells] */
  labels?: Categories;
  /** Columns that the model's encoder reads, by name. [cells] */
  [covariate: string]: Categories | Values | undefined;
}

/** Options of {@link report}. */
export interface ReportOptions
  extends Pick<CellOptions, 'genes' | 'missingGenes' | 'leastMatched' | 'input' | 'onWarning'> {
  /** Seed of folds, permutations and samples; default 0. */
  seed?: number | string;
  /** Largest number of cells to examine; of more cells, a random sample of this size. Default 10,000. */
  maxCells?: number;
  /** Aborts the call, between two of its parts: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called after every part, with the work done so far and all of it; `done / all` is about the share of the time. */
  onProgress?: (done: number, all: number) => void;
  /** Whether batch and labels may have nearly as many categories as cells; default false. */
  manyCategories?: boolean;
}

const { genes, missingGenes, leastMatched, input, onWarning, signal, onProgress } = cellTable;
const table = {
  genes,
  missingGenes,
  leastMatched,
  input,
  onWarning,
  signal,
  onProgress,
  seed: (argument, given = 0) => aSeed(argument, given),
  maxCells: (argument, given = 10_000) => wholeNumber(argument, given, leastCells),
  manyCategories: (argument, given = false) => trueOrFalse(argument, given),
} satisfies OptionTable<ReportOptions>;

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

/** The latents that should hold the biology and the batch. */
async function namedLatents(assembly: Assembly, cells: SystemCells): Promise<{ bio: Matrix; nio?: Matrix }> {
  const latents = await encodeSystem(assembly, cells);
  const { biology, nuisance } = assembly.roles ?? { biology: Object.keys(assembly.latent)[0]! };
  return { bio: latents[biology]!, ...(nuisance === undefined ? {} : { nio: latents[nuisance]! }) };
}

/** The cells that the latents are compared with: counts are log-normalised. */
function onLogScale({ scale, ...cells }: SystemCells): Matrix | CsrMatrix {
  return toModelScale({ ...cells, scale: scale === 'counts' ? 'logCounts' : scale });
}

/**
 * Reports whether a fit has worked: how well batch and cell type can be predicted from each latent ({@link leakage}), and
 * the integration metrics of the latent that holds the biology ({@link integrationMetrics}, compared with the principal
 * components of x). Works for every model of the library and for systems of your own. Takes about 25 s for 3,400 cells.
 *
 * @param model - A fitted model. It isn't changed.
 * @param x - Cells in the units of `fit`, at least 90. [cells, genes]
 * @param columns - `batch`, `labels` (the cell types, which add the biological half), and the columns that the model's
 * encoder reads. [cells] each
 * @returns Both reports; `text`: tables with a verdict in words; `html()`: the same and more as a page. There is nothing to dispose.
 * @throws Error before `fit`; RangeError if lengths disagree, a label is missing, there is only one batch, or a column or
 * an option is unknown; and the errors of {@link System.transform}.
 * @example
 * ```ts
 * const found = await report(model, x, { batch, labels });
 * console.log(found.text);
 * await writeFile('report.html', await found.html());
 * ```
 */
export async function report<Options extends SystemOptions, Parts extends Assembly>(
  model: System<Options, object, string, Parts>,
  x: MatrixLike,
  columns: ReportColumns,
  options: ReportOptions = {},
): Promise<ModelReport> {
  const { seed, maxCells, manyCategories, signal, onProgress } = readOptions('report', options, table);
  const { seed: _, maxCells: __, manyCategories: ___, onProgress: ____, ...cellOptions } = options;
  const { recipe, life } = engineOf(asModel('report: model', model));
  return life.use('report', async (fitted) => {
    rejectUnknown('report: columns', columns, ['labels', ...Object.keys(recipe.covariates)]);
    const { batch, labels } = columns;
    const needed = encodedColumns(recipe, fitted);
    const read = Object.fromEntries(needed.map((name) => [name, columns[name]]));
    const checkAlive = () => life.checkAlive('report');
    const all = await systemCells('report', x, read, cellOptions, { recipe, fitted, needed, checkAlive });
    const count = all.x.shape[0];
    wholeNumber('report: cells of x', count, leastCells);
    const rules = { caller: 'report', cells: count, of: 'cell of x', insist: manyCategories };
    const batches = groupsOf('batch', batch, rules);
    const types = labels && groupsOf('labels', labels, rules);
    const rows = sampleRows(count, maxCells, createRng(seed).stream('report'));
    const examined = rows.length < count ? pickCells(all, rows) : all;
    const picked = {
      batch: pickLabels(batches, rows),
      ...(types ? { labels: pickLabels(types, rows) } : {}),
    };
    const latents = await namedLatents(fitted.assembly, examined);
    const { nuisanceDetached: nioDetached } = fitted.assembly.roles ?? {};
    const stop = signal ? AbortSignal.any([signal, life.disposal]) : life.disposal;
    // The columns were checked above, on all cells.
    const own = nioDetached === undefined ? {} : { nioDetached };
    const settings = { ...own, seed, maxCells, manyCategories: true, signal: stop };
    const following = onProgress ? { onProgress } : {};
    const about = { model: await modelFacts(recipe, fitted), given: count };
    return evaluateLatents(latents, picked, { x: onLogScale(examined), ...settings, ...following }, about);
  });
}
