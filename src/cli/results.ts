import type { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { grouped } from '../check/grouped.js';
import type { AnnData } from '../io/anndata.js';
import type { Matrix } from '../matrix/matrix.js';
import { selectColumns } from '../matrix/selectColumns.js';
import type { CellOptions } from '../model/map/cellOptions.js';
import type { ReadCells } from './cells.js';
import type { CommandValues } from './commandLine/optionTable.js';
import { UsageError } from './commandLine/usageError.js';
import type { Shell } from './shell.js';

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

/** Calls with progress: `share` of how many cells are done. */
async function mapped<T>(
  name: string,
  { progress, signal }: Shell,
  map: (onProgress: (done: number, cells: number) => void) => Promise<T>,
): Promise<T> {
  const job = progress.job();
  try {
    return await map((done, cells) => {
      signal.throwIfAborted();
      job.at(done / cells, () => `${name}: ${grouped(done)} of ${grouped(cells)} cells`);
    });
  } finally {
    job.end();
  }
}

/** The columns of a model's genes that are genes of these cells, in the order of the cells. */
function inOrderOfCells(genes: readonly string[], { varNames }: AnnData): number[] {
  const columnOf = new Map(genes.map((name, column) => [name, column]));
  return varNames.flatMap((name) => columnOf.get(name) ?? []);
}

/** Columns in the order of the cells; a matrix in that order is returned itself. */
function ordered(matrix: Matrix, columns: readonly number[]): Matrix {
  const moved = columns.length !== matrix.shape[1] || columns.some((column, i) => column !== i);
  return moved ? selectColumns(matrix, columns) : matrix;
}

/** How {@link computeResults} computes. */
export interface ResultOptions extends CellOptions {
  /** The batch to correct to; default: the mean over all. */
  to?: string | undefined;
  /** Whether corrected expression is computed. */
  corrected: boolean;
}

/** Computes the latents of cells and, if wanted, their corrected expression. */
export async function computeResults(
  { normalised }: ReadCells,
  model: DisentangledAE,
  { x, varNames }: AnnData,
  { to, corrected, ...options }: ResultOptions,
  shell: Shell,
): Promise<Additions> {
  const given = { ...options, genes: varNames };
  const { bio, nio } = await mapped('latents', shell, (onProgress) =>
    model.transform(x, { ...given, onProgress }),
  );
  const latents = { X_bio: bio, X_nio: nio };
  const genes = model.genes ?? varNames;
  const columns = inOrderOfCells(genes, normalised);
  const all = columns.length === normalised.varNames.length;
  const chosen = new Set(genes);
  const marked: Additions['var'] = all ? {} : { zbio: normalised.varNames.map((name) => chosen.has(name)) };
  if (!corrected) return { obsm: latents, layers: {}, var: marked };
  const direction = to === undefined ? {} : { to };
  const values = await mapped('corrected expression', shell, (onProgress) =>
    model.correct(x, { ...given, onProgress, ...direction }),
  );
  const placed = ordered(values, columns);
  // Layers have the genes of X.
  if (all && normalised.source?.x !== 'raw') {
    return { obsm: latents, layers: { corrected: placed }, var: marked };
  }
  return { obsm: { ...latents, X_corrected: placed }, layers: {}, var: marked };
}

/** Cells with what a command adds to them. */
export function withResults(adata: AnnData, { obsm, layers, var: variables }: Additions): AnnData {
  return {
    ...adata,
    obsm: { ...adata.obsm, ...obsm },
    layers: { ...adata.layers, ...layers },
    var: { ...adata.var, ...variables },
  };
}
