import { sameLength, wholeNumber } from '../check/checks.js';
import { asGiven, type OptionTable, readOptions } from '../check/options.js';
import { pca } from '../learn/pca.js';
import { asMatrix } from '../matrix/asMatrix.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { selectRows } from '../matrix/selectRows.js';
import { formatIntegration } from '../metrics/integration/formatIntegration.js';
import { type IntegrationMetrics, integrationMetrics } from '../metrics/integration/integrationMetrics.js';
import { formatLeakage } from '../metrics/leakage/formatLeakage.js';
import { type LeakageLatents, type LeakageReport, leakage } from '../metrics/leakage/leakage.js';
import type { Categories } from '../model/covariateColumns.js';
import { createRng } from '../random/rng.js';
import { sampleRows } from '../random/sampleRows.js';

/** Columns of the cells for {@link reportLatents}. */
export interface LatentColumns {
  /** Batch of every cell; at least two. [cells] */
  batch: Categories;
  /** Cell type of every cell; without it, the report covers the batch only. [cells] */
  labels?: Categories;
}

/** Options of {@link reportLatents}. */
export interface ReportLatentsOptions {
  /** The cells before integration, log-normalised; needed for `pcrComparison`. [cells, genes] */
  x?: MatrixLike;
  /** Whether z_nio was kept from the reconstruction's gradient, for the verdict; default false. */
  nioDetached?: boolean;
  /** Seed of folds, permutations and samples; default 0. */
  seed?: number | string;
  /** Largest number of cells to examine; of more cells, a random sample of this size. Default 10,000. */
  maxCells?: number;
}

/** A report on latents. */
export interface ModelReport {
  /** How well batch and cell type can be predicted from each latent. */
  leakage: LeakageReport;
  /** Integration metrics of the latent that holds the biology. */
  integration: IntegrationMetrics;
  /** Both as tables, with a verdict in words, for a fixed-width font. */
  text: string;
}

/** Fewer cells have too few neighbours to be scored. */
export const leastCells = 90;
const components = 30;

const table = {
  x: asGiven,
  nioDetached: (_, given = false) => given,
  seed: (_, given = 0) => given,
  maxCells: (argument, given = 10_000) => wholeNumber(argument, given, leastCells),
} satisfies OptionTable<ReportLatentsOptions>;

/** The given entries of a column. */
export const pickEntries = (values: ArrayLike<string | number>, rows: Int32Array): (string | number)[] =>
  Array.from(rows, (row) => values[row]!);

/** Principal components of log-normalised cells. [cells, components] */
async function componentsOf(x: Matrix | CsrMatrix): Promise<Matrix> {
  return (await pca(x, { components: Math.min(components, ...x.shape) })).scores;
}

/** Of more cells than `maxCells`, a random sample. */
async function sampled(
  { bio, nio }: LeakageLatents,
  { batch, labels }: LatentColumns,
  { x, seed, maxCells }: { x: MatrixLike | undefined; seed: number | string; maxCells: number },
): Promise<{ latents: LeakageLatents; columns: LatentColumns; x?: Matrix | CsrMatrix }> {
  const read = (name: string, matrix: MatrixLike) => asMatrix(`reportLatents: ${name}`, matrix);
  const z = await read('latents.bio', bio);
  const [count] = z.shape;
  const zNio = nio && (await read('latents.nio', nio));
  const cells = x && (await read('x', x));
  wholeNumber('reportLatents: cells of latents.bio', count, leastCells);
  const lengths = { batch: batch.length, labels: labels?.length, nio: zNio?.shape[0], x: cells?.shape[0] };
  for (const [name, length] of Object.entries(lengths)) {
    if (length !== undefined) sameLength(`reportLatents: ${name}`, length, count, 'cell of latents.bio');
  }
  const rows = sampleRows(count, maxCells, createRng(seed).stream('report'));
  const pick = (matrix: Matrix | CsrMatrix) => (rows.length < count ? selectRows(matrix, rows) : matrix);
  return {
    latents: { bio: pick(z), ...(zNio ? { nio: pick(zNio) } : {}) },
    columns: { batch: pickEntries(batch, rows), ...(labels ? { labels: pickEntries(labels, rows) } : {}) },
    ...(cells ? { x: pick(cells) } : {}),
  };
}

/**
 * Reports on latents, wherever they come from: how well batch and cell type can be predicted from each ({@link leakage}), and the
 * integration metrics of the first ({@link integrationMetrics}). {@link report} does the same for a model.
 *
 * @param latents - `bio`, the latent that should hold the biology, and optionally `nio`, that of the batch; at least 90 cells.
 * [cells, dims] each
 * @param columns - `batch` and optionally `labels`, the cell types, which add the biological half. [cells] each
 * @returns Both reports, and `text`: tables with a verdict in words. There is nothing to dispose.
 * @throws RangeError if lengths disagree, a label is missing, there is only one batch, or an option is unknown.
 * @example
 * ```ts
 * const { obsm, obs } = await readH5ad('out.h5ad');
 * const columns = { batch: labels(obs, 'batch'), labels: labels(obs, 'cell_type') };
 * console.log((await reportLatents({ bio: obsm['X_scVI']! }, columns)).text);
 * ```
 */
export async function reportLatents(
  latents: LeakageLatents,
  columns: LatentColumns,
  options: ReportLatentsOptions = {},
): Promise<ModelReport> {
  const { nioDetached, x, seed, maxCells } = readOptions('reportLatents', options, table);
  const examined = await sampled(latents, columns, { x: x as MatrixLike | undefined, seed, maxCells });
  const leaks = await leakage(examined.latents, { ...examined.columns, seed });
  const original = examined.x && (await componentsOf(examined.x));
  const integration = await integrationMetrics(examined.latents.bio, {
    ...examined.columns,
    seed,
    maxCells,
    ...(original ? { original } : {}),
  });
  const verdict = formatLeakage(leaks, { nioDetached });
  return { leakage: leaks, integration, text: `${verdict}\n\n${formatIntegration(integration)}` };
}
