import type { Group } from 'h5wasm';
import { text } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { AnnotationTable } from '../h5ad/read/readTable.js';
import type { ReadH5adOptions } from '../h5ad/readH5ad.js';
import { leftOut, readAnnotation } from '../h5ad/readRoot.js';
import { readWithH5 } from '../h5ad/readWithH5.js';
import { rawPart } from '../h5ad/readX.js';
import { rootOf } from '../h5ad/rootOf.js';
import { child, isGroup, type Reader } from '../hdf5/h5.js';
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

function repeatedNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(names.filter((name) => seen.size === seen.add(name).size))];
}

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
  return {
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
}

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
export async function inspect(
  source: string | Uint8Array | ArrayBuffer,
  options: Pick<ReadH5adOptions, 'modality'> = {},
): Promise<H5adSummary> {
  const { modality } = readOptions('inspect', options, table);
  return readWithH5(source, (h5, file) => inspectRoot({ h5, skipped: [] }, rootOf(file, modality)));
}
