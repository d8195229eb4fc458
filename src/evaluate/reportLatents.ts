import { abortSignal, aSeed, optional, optionalFunction, trueOrFalse, wholeNumber } from '../check/checks.js';
import { asGiven, type OptionTable, readOptions } from '../check/options.js';
import { pca } from '../learn/pca.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { designCheck } from '../metrics/design/designCheck.js';
import { integrationMetrics } from '../metrics/integration/integrationMetrics.js';
import { type LeakageLatents, leakage } from '../metrics/leakage/leakage.js';
import { checkpointOf } from '../platform/checkpoint.js';
import { stages } from '../platform/stages.js';
import { EvaluatedReport, type ModelReport } from './evaluatedReport.js';
import { examinedCells, type LatentColumns, leastCells } from './examinedCells.js';
import type { ModelFacts } from './page/modelFacts.js';

/** Options of {@link reportLatents}. */
export interface ReportLatentsOptions {
  /** The cells before integration, log-normalised; needed for `pcrComparison`. [cells, genes] */
  x?: MatrixLike;
  /**
   * For latents of a {@link DisentangledAE}: whether its z_nio is `detached`. The verdict then names the terms and options of that
   * class; by default, it names none.
   */
  nioDetached?: boolean;
  /** Seed of folds, permutations and samples; default 0. */
  seed?: number | string;
  /** Largest number of cells to examine; of more cells, a random sample of this size. Default 10,000. */
  maxCells?: number;
  /** Whether batch and labels may have nearly as many categories as cells; default false. */
  manyCategories?: boolean;
  /** Aborts the call, between two of its parts: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called after every part, with the work done so far and all of it; `done / all` is about the share of the time. */
  onProgress?: (done: number, all: number) => void;
}

/** What a caller within the library knows besides the latents. */
export interface AboutLatents {
  /** The model that they come from. */
  model?: ModelFacts;
  /** Number of cells of which these are a sample. */
  given?: number;
}

const components = 30;
/** Approximate duration of each part, in seconds: probes, principal components, and the scores of one cell. */
const seconds = { leakage: 15, components: 7, integrationPerCell: 0.0025 };

const table = {
  x: asGiven,
  nioDetached: optional(trueOrFalse),
  seed: (argument, given = 0) => aSeed(argument, given),
  maxCells: (argument, given = 10_000) => wholeNumber(argument, given, leastCells),
  manyCategories: (argument, given = false) => trueOrFalse(argument, given),
  signal: optional(abortSignal),
  onProgress: optionalFunction,
} satisfies OptionTable<ReportLatentsOptions>;

/** Principal components of log-normalised cells. [cells, components] */
async function componentsOf(x: Matrix | CsrMatrix): Promise<Matrix> {
  return (await pca(x, { components: Math.min(components, ...x.shape) })).scores;
}

/**
 * Reports on latents, wherever they come from: how well batch and cell type can be predicted from each ({@link leakage}), and the
 * integration metrics of the first ({@link integrationMetrics}). {@link report} does the same for a model.
 *
 * @param latents - `bio`, the latent that should hold the biology, and optionally `nio`, that of the batch; at least 90 cells.
 * [cells, dims] each
 * @param columns - `batch` and optionally `labels`, the cell types, which add the biological half. [cells] each
 * @returns Both reports; `text`: tables with a verdict in words; `html()`: the same and more as a page. There is nothing to dispose.
 * @throws RangeError if lengths disagree, a label is missing, there is only one batch, or an option is unknown.
 * @example
 * ```ts
 * const { obsm, obs } = await readH5ad('out.h5ad');
 * const columns = { batch: labels(obs, 'batch'), labels: labels(obs, 'cell_type') };
 * console.log((await reportLatents({ bio: obsm['X_scVI']! }, columns)).text);
 * ```
 */
export function reportLatents(
  latents: LeakageLatents,
  columns: LatentColumns,
  options: ReportLatentsOptions = {},
): Promise<ModelReport> {
  return evaluateLatents(latents, columns, options);
}

/** What {@link reportLatents} does, for callers that know more about the latents. */
export async function evaluateLatents(
  latents: LeakageLatents,
  columns: LatentColumns,
  options: ReportLatentsOptions,
  { model, given }: AboutLatents = {},
): Promise<ModelReport> {
  const { nioDetached, signal, onProgress, ...others } = readOptions('reportLatents', options, table);
  const { latents: z, columns: groups, x, cells } = await examinedCells(latents, columns, others);
  // The columns were checked there, on all cells.
  const checked = { ...groups, seed: others.seed, manyCategories: true, ...(signal ? { signal } : {}) };
  const { leakage: forProbes, integrationPerCell: perCell } = seconds;
  const shares = [forProbes, x ? seconds.components : 0, perCell * groups.batch.codes.length];
  const [inLeakage, inComponents, inIntegration] = stages(onProgress, shares);
  const leaks = await leakage(z, { ...checked, onProgress: inLeakage! });
  const original = x && (await componentsOf(x));
  await checkpointOf({ signal, onProgress: inComponents })();
  const integration = await integrationMetrics(z.bio, {
    ...checked,
    ...(original ? { original } : {}),
    maxCells: others.maxCells,
    onProgress: inIntegration!,
  });
  const advice = nioDetached === undefined ? {} : { nioDetached };
  const { findings: design } = designCheck(groups);
  return new EvaluatedReport({
    ...{
      leakage: leaks,
      integration,
      advice,
      design,
      ...groups,
      ...z,
      given: given ?? cells,
      seed: others.seed,
    },
    ...(original ? { original } : {}),
    ...(model ? { model } : {}),
  });
}
