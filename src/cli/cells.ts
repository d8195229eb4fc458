import { basename } from 'node:path';
import { grouped } from '../check/grouped.js';
import type { AnnData } from '../io/anndata.js';
import { readH5ad } from '../io/h5ad/readH5ad.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { isCsr } from '../matrix/matrix.js';
import { checkScale, detectScale, toModelScale } from '../model/map/inputScale.js';
import type { Shell } from './shell.js';

/** Cells as read, and log-normalised. */
export interface ReadCells {
  /** The cells as they are written back. */
  adata: AnnData;
  /** The cells with the requested expression; counts are normalised to 10,000 per cell, then log1p. */
  normalised: AnnData;
  /** Whether the expression was counts. */
  counts: boolean;
}

/** How {@link readCells} reads. */
export interface ReadCellsOptions {
  /** A layer, or 'raw', instead of X. */
  layer?: string | undefined;
  /**
   * Whether it holds counts; by default, this is detected from the values. A trained model has recorded the answer, which is more
   * reliable: a few cells of low depth look like logarithms.
   */
  counts?: boolean | undefined;
}

/** Key in the model's `preprocessing`: whether the cells were counts, which the command line log-normalised. */
export const wereCounts = 'logNormalisedCounts';

/** Returns the cells with their own X if the expression came from a layer; a file may have layers and no X. */
async function withOwnX(file: string, read: AnnData, layer: string): Promise<AnnData> {
  if (!Object.hasOwn(read.layers, layer)) return read;
  return readH5ad(file).catch(() => read);
}

function describe({ x }: AnnData, counts: boolean): string {
  const [cells, genes] = x.shape;
  const kind = counts ? 'counts' : 'values used as they are';
  return `${grouped(cells)} cells x ${grouped(genes)} genes, ${isCsr(x) ? 'CSR' : 'dense'}, ${kind}`;
}

/** Reads an h5ad file and log-normalises its X, or the named layer, if that holds counts. */
export async function readCells(
  file: string,
  { progress, signal }: Shell,
  { layer = 'X', counts: known }: ReadCellsOptions = {},
): Promise<ReadCells> {
  const read = await readH5ad(file, { x: layer });
  signal.throwIfAborted();
  checkFinite(file, read.x, read.varNames);
  const scale = known === undefined ? detectScale(read.x) : known ? 'logCounts' : 'asIs';
  checkScale(file, { x: read.x, scale });
  const counts = scale === 'logCounts';
  progress.line(`reading ${basename(file)}: ${describe(read, counts)}`);
  if (read.skipped?.length) progress.line(`not carried over to the output: ${read.skipped.join(', ')}`);
  const normalised = { ...read, x: toModelScale(read.x, scale), layers: {} };
  return { adata: await withOwnX(file, read, layer), normalised, counts };
}
