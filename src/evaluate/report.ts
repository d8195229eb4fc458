import type { Autoencoder } from '../autoencoder/forward.js';
import { encodeCells } from '../autoencoder/inference.js';
import { sameLength, wholeNumber } from '../check/checks.js';
import { pca } from '../learn/pca.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { selectRows } from '../matrix/selectRows.js';
import { formatIntegration } from '../metrics/integration/formatIntegration.js';
import { type IntegrationMetrics, integrationMetrics } from '../metrics/integration/integrationMetrics.js';
import { formatLeakage } from '../metrics/leakage/formatLeakage.js';
import { type LeakageReport, leakage } from '../metrics/leakage/leakage.js';
import { createRng } from '../random/rng.js';
import { sampleRows } from '../random/sampleRows.js';

/** Options of `report`. */
export interface ReportOptions {
  /** Cell type of every cell; without it only the batch half is told. */
  labels?: ArrayLike<string | number>;
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
  /** Integration metrics of z_bio. */
  integration: IntegrationMetrics;
  /** Both as tables with a verdict in words, for a fixed-width font. */
  text: string;
}

const leastCells = 90;
const components = 30;

const pick = (values: ArrayLike<string | number>, rows: Int32Array): (string | number)[] =>
  Array.from(rows, (row) => values[row]!);

/** Reports on cells that are on the model's scale already. */
export async function reportOn(
  model: Autoencoder,
  scaled: Matrix | CsrMatrix,
  batch: ArrayLike<string | number>,
  { labels, seed = 0, maxCells = 10_000 }: ReportOptions,
): Promise<ModelReport> {
  const cells = scaled.shape[0];
  wholeNumber('report: maxCells', maxCells, leastCells);
  wholeNumber('report: cells of x', cells, leastCells);
  sameLength('report: batch', batch.length, cells, 'cell of x');
  if (labels) sameLength('report: labels', labels.length, cells, 'cell of x');
  const rows = sampleRows(cells, maxCells, createRng(seed).stream('report'));
  const x = rows.length < cells ? selectRows(scaled, rows) : scaled;
  const known = { batch: pick(batch, rows), ...(labels ? { labels: pick(labels, rows) } : {}), seed };
  const latents = await encodeCells(model, { x, input: 'asIs' });
  const leaks = await leakage(latents, known);
  const { scores } = await pca(x, { components: Math.min(components, ...x.shape) });
  const integration = await integrationMetrics(latents.bio, { ...known, original: scores, maxCells });
  const verdict = formatLeakage(leaks, { nioDetached: model.layout.nio.detached });
  const text = `${verdict}\n\n${formatIntegration(integration)}`;
  return { leakage: leaks, integration, text };
}
