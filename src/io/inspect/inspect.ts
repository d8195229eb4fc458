import { abortSignal, optional, text, wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { AnnData } from '../anndata.js';
import { checkAnnData } from '../checkAnnData.js';
import { describeCells } from '../describeCells.js';
import type { ReadH5adOptions } from '../h5ad/readH5ad.js';
import { runH5 } from '../hdf5/thread/runH5.js';
import type { H5adSummary } from '../summary.js';
import { inspectTask } from './inspectTask.js';

/** Options of {@link inspect}. */
export type InspectOptions = Pick<
  ReadH5adOptions,
  'modality' | 'maxBytes' | 'maxElements' | 'maxElementBytes' | 'externalFolder' | 'patience' | 'signal'
>;

const table = {
  modality: (argument, given) => (given === undefined ? given : text(argument, given)),
  maxBytes: optional(wholeNumber),
  maxElements: optional(wholeNumber),
  maxElementBytes: optional(wholeNumber),
  externalFolder: optional(text),
  patience: optional(wholeNumber),
  signal: optional(abortSignal),
} satisfies OptionTable<InspectOptions>;

const isCells = (source: object): source is AnnData => 'x' in source && 'obs' in source;

/**
 * Describes an h5ad file without reading its matrices: their sizes, encodings and a sample of their values; the columns of obs and
 * var with their most frequent values; and the columns that may hold batches and cell types. `zbio inspect` prints it.
 *
 * Needs the optional package h5wasm (`npm install h5wasm`). Takes under a second for most files.
 *
 * @param source - A path (in Node), or the bytes of the file.
 * @param options - `modality`: the part of a MuData file to describe; such a file needs it. The others as of {@link readH5ad}.
 * @throws As {@link readH5ad}.
 * @example
 * ```ts
 * const { cells, batchCandidates, x } = await inspect('cells.h5ad');
 * console.log(cells, batchCandidates, x?.units?.kind); // 12345 ['donor'] 'counts'
 * ```
 */
export function inspect(
  source: string | Uint8Array | ArrayBuffer,
  options?: InspectOptions,
): Promise<H5adSummary>;
/**
 * Describes annotated cells in memory in the same way. In Node, `console.log(adata)` prints the text.
 *
 * @example
 * ```ts
 * console.log((await inspect(await read10x('filtered_feature_bc_matrix'))).text);
 * ```
 */
export function inspect(adata: AnnData): Promise<H5adSummary>;
export async function inspect(
  source: string | Uint8Array | ArrayBuffer | AnnData,
  options: InspectOptions = {},
): Promise<H5adSummary> {
  const { signal, patience, externalFolder, ...what } = readOptions('inspect', options, table);
  if (typeof source === 'object' && source !== null && isCells(source)) {
    checkAnnData('inspect: adata', source);
    return describeCells(source);
  }
  const watch = { caller: 'inspect', signal, patience, externalFolder, maxBytes: what.maxBytes };
  return runH5(inspectTask, source, what, watch);
}
