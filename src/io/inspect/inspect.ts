import type { Group } from 'h5wasm';
import { text } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { AnnData } from '../anndata.js';
import { candidates } from '../batchCandidates.js';
import { checkAnnData } from '../checkAnnData.js';
import { describeCells, repeatedNames } from '../describeCells.js';
import type { AnnotationTable } from '../h5ad/read/readTable.js';
import type { ReadH5adOptions } from '../h5ad/readH5ad.js';
import { leftOut, readAnnotation } from '../h5ad/readRoot.js';
import { readWithH5 } from '../h5ad/readWithH5.js';
import { rawPart } from '../h5ad/readX.js';
import { rootOf } from '../h5ad/rootOf.js';
import { child, isGroup, type Reader } from '../hdf5/h5.js';
import { type ColumnSummary, summariseColumn } from '../summariseColumn.js';
import type { H5adSummary, MatrixSummary } from '../summary.js';
import { summaryText } from '../summaryText.js';
import { inspectMatrix } from './inspectMatrix.js';

type Rows = readonly [rows: number, columns: number | undefined];

const table = {
  modality: (argument, given) => (given === undefined ? given : text(argument, given)),
} satisfies OptionTable<Pick<ReadH5adOptions, 'modality'>>;

function inspectAll(reader: Reader, group: Group | undefined, shape: Rows): Record<string, MatrixSummary> {
  const named = (group?.keys() ?? []).map(
    (name) => [name, inspectMatrix(reader, group!.get(name), shape)] as const,
  );
  return Object.fromEntries(
    named.filter((entry): entry is [string, MatrixSummary] => entry[1] !== undefined),
  );
}

/** Embeddings have no units. */
const withoutUnits = (found: Record<string, MatrixSummary>): Record<string, MatrixSummary> =>
  Object.fromEntries(Object.entries(found).map(([name, { units: _, ...matrix }]) => [name, matrix]));

const summarised = ({ columns }: AnnotationTable): ColumnSummary[] =>
  Object.entries(columns).map(([name, column]) => summariseColumn(name, column));

function inspectRoot(reader: Reader, root: Group): H5adSummary {
  const [obs, vars] = [readAnnotation(reader, root, 'obs', 'X'), readAnnotation(reader, root, 'var', 'X')];
  const group = (name: string): Group | undefined => {
    const entity = child(root, name);
    return isGroup(entity) ? entity : undefined;
  };
  const [cells, genes] = [obs.names.length, vars.names.length];
  const columns = summarised(obs);
  const x = inspectMatrix(reader, child(root, 'X'), [cells, genes]);
  const raw = inspectMatrix(reader, rawPart(root, 'X'), [cells, undefined]);
  const found = candidates(columns, cells);
  const summary = {
    cells,
    genes,
    geneNames: vars.names.slice(0, 5),
    repeatedGenes: repeatedNames(vars.names),
    ...(x ? { x } : {}),
    ...(raw ? { raw } : {}),
    layers: inspectAll(reader, group('layers'), [cells, genes]),
    obs: columns,
    var: summarised(vars),
    obsm: withoutUnits(inspectAll(reader, group('obsm'), [cells, undefined])),
    uns: group('uns')?.keys() ?? [],
    batchCandidates: found.batch,
    labelCandidates: found.labels,
    skipped: [...leftOut(root, 'X'), ...reader.skipped],
  };
  return { ...summary, text: summaryText(summary) };
}

const isCells = (source: object): source is AnnData => 'x' in source && 'obs' in source;

/**
 * Describes an h5ad file without reading its matrices: their sizes, encodings and a sample of their values; the columns of obs and
 * var with their most frequent values; and the columns that may hold batches and cell types. `zbio inspect` prints it.
 *
 * Needs the optional package h5wasm (`npm install h5wasm`). Takes under a second for most files.
 *
 * @param source - A path (in Node), or the bytes of the file.
 * @param options - `modality`: the part of a MuData file to describe; such a file needs it.
 * @throws As {@link readH5ad}.
 * @example
 * ```ts
 * const { cells, batchCandidates, x } = await inspect('cells.h5ad');
 * console.log(cells, batchCandidates, x?.units?.kind); // 12345 ['donor'] 'counts'
 * ```
 */
export function inspect(
  source: string | Uint8Array | ArrayBuffer,
  options?: Pick<ReadH5adOptions, 'modality'>,
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
  options: Pick<ReadH5adOptions, 'modality'> = {},
): Promise<H5adSummary> {
  const { modality } = readOptions('inspect', options, table);
  if (typeof source === 'object' && source !== null && isCells(source)) {
    checkAnnData('inspect: adata', source);
    return describeCells(source);
  }
  return readWithH5(source, (h5, file) => inspectRoot({ h5, skipped: [] }, rootOf(file, modality)));
}
