import type { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import type { AnnData } from '../io/anndata.js';
import type { H5adAdditions } from '../io/h5ad/addToH5ad.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { selectColumns } from '../matrix/selectColumns.js';
import type { CellOptions } from '../model/map/cellOptions.js';
import type { ReadCells } from './cells.js';
import type { CommandValues } from './commandLine/optionTable.js';
import { UsageError } from './commandLine/usageError.js';
import { cellsDone, followed } from './shell/followed.js';
import type { Shell } from './shell/shell.js';

/** What a command adds to a file. */
export type Additions = Pick<AnnData, 'obsm' | 'layers' | 'var'>;

/** Larger results are written only on request, in bytes. */
const mostBytes = 1e9;

/** Whether corrected expression is to be written; says so if it is left out for its size. */
export function wantsCorrected(
  { corrected, 'no-corrected': none }: CommandValues,
  [cells, genes]: readonly [number, number],
  { progress }: Pick<Shell, 'progress'>,
): boolean {
  if (corrected && none) throw new UsageError('Give --corrected or --no-corrected, not both.');
  const bytes = cells * genes * Float32Array.BYTES_PER_ELEMENT;
  if (corrected || none || bytes <= mostBytes) return !none;
  const size = `${(bytes / 1e9).toFixed(1)} GB`;
  progress.line(
    `corrected expression: left out, since it would be dense and take ${size}; --corrected writes it`,
  );
  return false;
}

/** Where the results go. */
interface Places {
  /** The column of the model of each of the cells' genes that the model has. */
  columns: number[];
  /** Whether corrected expression can be a layer: layers have all genes of X. */
  layer: boolean;
  /** Marks the genes that the model has, if it hasn't all. */
  mask: AnnData['var'];
}

function placesOf({ varNames, source }: AnnData, genes: readonly string[]): Places {
  const columnOf = new Map(genes.map((name, column) => [name, column]));
  const columns = varNames.flatMap((name) => columnOf.get(name) ?? []);
  const all = columns.length === varNames.length;
  const mask: AnnData['var'] = all ? {} : { zbio: varNames.map((name) => columnOf.has(name)) };
  return { columns, layer: all && source?.x !== 'raw', mask };
}

/** Columns in this order; a matrix in that order is returned itself. */
function ordered(matrix: Matrix, columns: readonly number[]): Matrix {
  const moved = columns.length !== matrix.shape[1] || columns.some((column, i) => column !== i);
  return moved ? selectColumns(matrix, columns) : matrix;
}

/** What {@link computeResults} will return, as far as its names and rows: to check that the output can take it. */
export function plannedResults(
  { adata }: ReadCells,
  genes: readonly string[],
  { corrected }: Pick<ResultOptions, 'corrected'>,
): Additions {
  const { columns, layer, mask } = placesOf(adata, genes);
  const rows = adata.obsNames.length;
  const latent: Matrix = { data: new Float32Array(rows), shape: [rows, 1] };
  const empty: CsrMatrix = {
    data: new Float32Array(0),
    indices: new Int32Array(0),
    indptr: new Int32Array(rows + 1),
    shape: [rows, columns.length],
  };
  return {
    obsm: { X_bio: latent, X_nio: latent, ...(corrected && !layer ? { X_corrected: latent } : {}) },
    layers: corrected && layer ? { corrected: empty } : {},
    var: mask,
  };
}

/** Passes a warning on once, whichever call it comes from. */
function onceEach(line: (text: string) => void): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    const text = message.replace(/^\w+: /, '');
    if (!said.has(text)) line(text);
    said.add(text);
  };
}

/** How {@link computeResults} computes. */
export interface ResultOptions extends CellOptions {
  /** The batch to correct to; default: the mean over all. */
  to?: string | undefined;
  /** The batch of each cell, for batches that were added to the model. */
  batch?: readonly string[] | undefined;
  /** Whether corrected expression is computed. */
  corrected: boolean;
}

/** Computes the latents of cells and, if wanted, their corrected expression. */
export async function computeResults(
  { adata }: ReadCells,
  model: DisentangledAE,
  { x, varNames }: AnnData,
  { to, corrected, batch, ...options }: ResultOptions,
  shell: Shell,
): Promise<Additions> {
  const own = batch === undefined ? {} : { batch };
  const given = { ...options, ...own, genes: varNames, onWarning: onceEach(shell.progress.line) };
  const { bio, nio } = await followed(shell, cellsDone('latents'), (watched) =>
    model.transform(x, { ...given, ...watched }),
  );
  const latents = { X_bio: bio, X_nio: nio };
  const { columns, layer, mask } = placesOf(adata, model.genes ?? varNames);
  if (!corrected) return { obsm: latents, layers: {}, var: mask };
  const direction = to === undefined ? {} : { to };
  const values = await followed(shell, cellsDone('corrected expression'), (watched) =>
    model.correct(x, { ...given, ...watched, ...direction }),
  );
  const placed = ordered(values, columns);
  if (layer) return { obsm: latents, layers: { corrected: placed }, var: mask };
  return { obsm: { ...latents, X_corrected: placed }, layers: {}, var: mask };
}

/** Cells with what a command adds to them. */
export function withResults(adata: AnnData, { obsm, layers, var: variables }: H5adAdditions): AnnData {
  return {
    ...adata,
    obsm: { ...adata.obsm, ...obsm },
    layers: { ...adata.layers, ...layers },
    var: { ...adata.var, ...variables },
  };
}
