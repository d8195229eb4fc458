import type { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { checkUniqueGenes } from '../genes/checkUniqueGenes.js';
import type { AnnData } from '../io/anndata.js';
import { readH5ad } from '../io/h5ad/readH5ad.js';
import { makeUnique } from '../io/makeUnique.js';
import { subsetGenes } from '../io/subset.js';
import { checkFinite } from '../matrix/checkFinite.js';
import type { Matrix } from '../matrix/matrix.js';
import { selectColumns } from '../matrix/selectColumns.js';
import type { CellOptions } from '../model/map/cellOptions.js';
import { highlyVariableGenes } from '../preprocess/highlyVariableGenes.js';
import { logarithmsOf, type PreparedAtFit } from './logarithmsOf.js';

/** Cells as read, and log-normalised. */
export interface ReadCells {
  /** The cells as they are written back. */
  adata: AnnData;
  /** The cells with the requested expression; counts are normalised to 10,000 per cell, then log1p. */
  normalised: AnnData;
  /** Whether the expression was counts. */
  counts: boolean;
  /** What was done with the values, for a model's `preprocessing`. */
  preprocessing: PreparedAtFit;
}

/** How cells are read. */
export interface ReadCellsOptions {
  /** Layer to read, or 'raw'; default X. */
  layer?: string | undefined;
  /** What the values are; default: decided from the values. */
  input?: 'auto' | 'counts' | 'asIs' | undefined;
  /** Whether repeated names of genes get a number. */
  makeUnique?: boolean | undefined;
  /** How the cells of the model were prepared; absent when fitting. */
  fitted?: PreparedAtFit | undefined;
}

/** Returns the cells with their own X if the expression came from a layer; a file may have layers and no X. */
async function withOwnX(file: string, read: AnnData, layer: string): Promise<AnnData> {
  if (!Object.hasOwn(read.layers, layer)) return read;
  const own = await readH5ad(file).catch(() => read);
  return { ...own, varNames: read.varNames };
}

/** Reads an h5ad file and log-normalises its X, or the named layer, if that holds counts. Says on stderr what it held. */
export async function readCells(file: string, options: ReadCellsOptions = {}): Promise<ReadCells> {
  const { layer = 'X', input = 'auto', fitted } = options;
  const found = await readH5ad(file, { x: layer });
  const read = options.makeUnique ? makeUnique(found) : found;
  if (read.skipped?.length) {
    process.stderr.write(`${file}: not carried over to the output: ${read.skipped.join(', ')}\n`);
  }
  checkFinite(file, read.x, read.varNames);
  if (!fitted) checkUniqueGenes(`${file}: names of genes`, read.varNames);
  const { x, said, preprocessing, counts } = logarithmsOf(file, read.x, input, fitted);
  process.stderr.write(`${file}: ${said}\n`);
  const normalised = { ...read, x, layers: {} };
  return { adata: await withOwnX(file, read, layer), normalised, counts, preprocessing };
}

/** Selects at most `count` genes: the most variable ones, chosen per batch. */
export function selectGenes(normalised: AnnData, batch: string[], count: number): AnnData {
  if (normalised.varNames.length <= count) return normalised;
  return subsetGenes(normalised, highlyVariableGenes(normalised.x, { batch, count }).mask);
}

/** The columns of a model's genes that are genes of these cells, in the order of the cells. */
function inOrderOfCells(genes: readonly string[], { varNames }: AnnData): number[] {
  const columnOf = new Map(genes.map((name, column) => [name, column]));
  return varNames.flatMap((name) => columnOf.get(name) ?? []);
}

/** Adds the latents and the corrected expression to the cells as read. */
export async function addResults(
  { adata, normalised }: ReadCells,
  model: DisentangledAE,
  modelled: AnnData,
  to: string | undefined,
  options: CellOptions = {},
): Promise<AnnData> {
  const given = { ...options, genes: modelled.varNames };
  const { bio, nio } = await model.transform(modelled.x, given);
  const genes = model.genes ?? modelled.varNames;
  const all = await model.correct(modelled.x, { ...given, ...(to === undefined ? {} : { to }) });
  const columns = inOrderOfCells(genes, normalised);
  const moved = columns.length !== genes.length || columns.some((column, i) => column !== i);
  const corrected = moved ? selectColumns(all as Matrix, columns) : all;
  const obsm = { ...adata.obsm, X_bio: bio, X_nio: nio };
  if (columns.length === normalised.varNames.length) {
    return { ...adata, obsm, layers: { ...adata.layers, corrected } };
  }
  const chosen = new Set(genes);
  const mask = { ...adata.var, zbio: adata.varNames.map((name) => chosen.has(name)) };
  return { ...adata, obsm: { ...obsm, X_corrected: corrected as Matrix }, var: mask };
}
