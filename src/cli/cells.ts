import type { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import { checkUniqueGenes } from '../genes/checkUniqueGenes.js';
import type { AnnData } from '../io/anndata.js';
import type { H5adAdditions } from '../io/h5ad/addToH5ad.js';
import { readH5ad } from '../io/h5ad/readH5ad.js';
import { makeUnique } from '../io/makeUnique.js';
import { subsetGenes } from '../io/subset.js';
import { checkFinite } from '../matrix/checkFinite.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { selectColumns } from '../matrix/selectColumns.js';
import type { CellOptions } from '../model/map/cellOptions.js';
import { highlyVariableGenes } from '../preprocess/highlyVariableGenes.js';
import { logarithmsOf, type PreparedAtFit } from './logarithmsOf.js';

/** Cells as read, and log-normalised. */
export interface ReadCells {
  /** The cells with the requested expression as it is in the file. */
  adata: AnnData;
  /** The same, but counts are normalised to 10,000 per cell, then log1p. */
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

/** Reads an h5ad file and log-normalises its X, or the named layer, if that holds counts. Says on stderr what it held. */
export async function readCells(file: string, options: ReadCellsOptions = {}): Promise<ReadCells> {
  const { layer = 'X', input = 'auto', fitted } = options;
  const found = await readH5ad(file, { x: layer });
  const read = options.makeUnique ? makeUnique(found) : found;
  checkFinite(file, read.x, read.varNames);
  if (!fitted) checkUniqueGenes(`${file}: names of genes`, read.varNames);
  const { x, said, preprocessing, counts } = logarithmsOf(file, read.x, input, fitted);
  process.stderr.write(`${file}: ${said}\n`);
  return { adata: read, normalised: { ...read, x, layers: {} }, counts, preprocessing };
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

/** Where the corrected expression goes, and what marks its genes. */
interface Target {
  /** Whether it can be a layer: layers have all genes of X. */
  asLayer: boolean;
  /** Marks the genes that were modelled, if not all were. */
  var: AnnData['var'];
}

function targetOf({ adata }: ReadCells, genes: readonly string[]): Target {
  const chosen = new Set(genes);
  const mask = adata.varNames.map((name) => chosen.has(name));
  const all = mask.every(Boolean);
  return { asLayer: all && adata.source?.x !== 'raw', var: all ? {} : { zbio: mask } };
}

/** What {@link addResults} will add, as far as names and sizes, to check that the file can take it. */
export function plannedResults(cells: ReadCells, genes: readonly string[]): H5adAdditions {
  const { adata } = cells;
  const [rows, columns] = [adata.obsNames.length, adata.varNames.length];
  const none = { data: new Float32Array(0), indices: new Int32Array(0), indptr: new Int32Array(rows + 1) };
  const corrected: CsrMatrix = { ...none, shape: [rows, columns] };
  const latent: Matrix = { data: new Float32Array(rows), shape: [rows, 1] };
  const obsm = { X_bio: latent, X_nio: latent };
  const { asLayer, var: mask } = targetOf(cells, genes);
  const parts = { varNames: adata.varNames, var: mask };
  if (asLayer) return { ...parts, obsm, layers: { corrected } };
  return { ...parts, obsm: { ...obsm, X_corrected: latent } };
}

/** Computes what is added to the file: the latents and the corrected expression. */
export async function addResults(
  cells: ReadCells,
  model: DisentangledAE,
  modelled: AnnData,
  to: string | undefined,
  options: CellOptions = {},
): Promise<H5adAdditions> {
  const given = { ...options, genes: modelled.varNames };
  const { bio, nio } = await model.transform(modelled.x, given);
  const genes = model.genes ?? modelled.varNames;
  const all = await model.correct(modelled.x, { ...given, ...(to === undefined ? {} : { to }) });
  const columns = inOrderOfCells(genes, cells.normalised);
  const moved = columns.length !== genes.length || columns.some((column, i) => column !== i);
  const corrected = moved ? selectColumns(all as Matrix, columns) : all;
  const obsm = { X_bio: bio, X_nio: nio };
  const { asLayer, var: mask } = targetOf(cells, genes);
  // Names that were made unique are those of the results.
  const parts = { varNames: cells.adata.varNames, var: mask };
  if (asLayer) return { ...parts, obsm, layers: { corrected } };
  return { ...parts, obsm: { ...obsm, X_corrected: corrected as Matrix } };
}
