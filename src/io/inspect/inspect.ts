import type { Group } from 'h5wasm';
import { child, isGroup, type Reader } from '../h5ad/h5.js';
import { leftOut, rawPart, tableOf } from '../h5ad/readH5ad.js';
import { readTable } from '../h5ad/readTable.js';
import { readWithH5 } from '../h5ad/readWithH5.js';
import { candidates } from './batchCandidates.js';
import { inspectMatrix, type MatrixSummary } from './inspectMatrix.js';
import { type ColumnSummary, summariseColumn } from './summariseColumn.js';

/** The content of an h5ad file. */
export interface H5adSummary {
  /** Number of cells. */
  cells: number;
  /** Number of genes. */
  genes: number;
  /** The first names of the genes, at most five. */
  geneNames: string[];
  /** Names of genes that occur more than once. */
  repeatedGenes: string[];
  /** The expression; absent if the file has none. */
  x?: MatrixSummary;
  /** The expression before genes were selected, if the file has it. */
  raw?: MatrixSummary;
  /** Other versions of the expression, by name. */
  layers: Record<string, MatrixSummary>;
  /** Columns of the cells. */
  obs: ColumnSummary[];
  /** Columns of the genes. */
  var: ColumnSummary[];
  /** Embeddings of the cells, by name. */
  obsm: Record<string, MatrixSummary>;
  /** Names of the entries of uns. */
  uns: string[];
  /** Columns of obs that may hold the batch, the likeliest first. */
  batchCandidates: string[];
  /** Columns of obs that may hold the cell type, the likeliest first. */
  labelCandidates: string[];
  /** Paths of the elements that `readH5ad` leaves out. */
  skipped: string[];
}

function inspectAll(group: Group | undefined): Record<string, MatrixSummary> {
  const named = (group?.keys() ?? []).map((name) => [name, inspectMatrix(group!.get(name))] as const);
  return Object.fromEntries(
    named.filter((entry): entry is [string, MatrixSummary] => entry[1] !== undefined),
  );
}

function repeatedNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(names.filter((name) => seen.size === seen.add(name).size))];
}

function inspectRoot(reader: Reader, root: Group): H5adSummary {
  const table = (name: 'obs' | 'var') => readTable(reader, tableOf(root, name, 'X'));
  const [obs, vars] = [table('obs'), table('var')];
  const group = (name: string): Group | undefined => {
    const entity = child(root, name);
    return isGroup(entity) ? entity : undefined;
  };
  const summarised = ({ columns }: typeof obs): ColumnSummary[] =>
    Object.entries(columns).map(([name, column]) => summariseColumn(name, column));
  const columns = summarised(obs);
  const [x, raw] = [inspectMatrix(child(root, 'X')), inspectMatrix(rawPart(root, 'X'))];
  const found = candidates(columns, obs.names.length);
  return {
    cells: obs.names.length,
    genes: vars.names.length,
    geneNames: vars.names.slice(0, 5),
    repeatedGenes: repeatedNames(vars.names),
    ...(x ? { x } : {}),
    ...(raw ? { raw } : {}),
    layers: inspectAll(group('layers')),
    obs: columns,
    var: summarised(vars),
    obsm: inspectAll(group('obsm')),
    uns: group('uns')?.keys() ?? [],
    batchCandidates: found.batch,
    labelCandidates: found.labels,
    skipped: [...leftOut(root, 'X'), ...reader.skipped],
  };
}

/**
 * Describes an h5ad file without reading its matrices: their sizes, encodings and a sample of their values; the columns of obs and
 * var with their most frequent values; and the columns that may hold batches and cell types. `zbio inspect` prints it.
 *
 * Needs the optional package h5wasm (`npm install h5wasm`). Takes under a second for most files.
 *
 * @param source - A path (in Node), or the bytes of the file.
 * @throws As {@link readH5ad}.
 * @example
 * ```ts
 * const { cells, batchCandidates, x } = await inspect('cells.h5ad');
 * console.log(cells, batchCandidates, x?.sample); // 12345 ['donor'] { values: 98304, least: 0, largest: 310, whole: true }
 * ```
 */
export async function inspect(source: string | Uint8Array | ArrayBuffer): Promise<H5adSummary> {
  return readWithH5(source, (h5, root) => inspectRoot({ h5, skipped: [] }, root));
}
