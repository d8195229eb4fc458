import type { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import type { AnnData } from '../io/anndata.js';
import type { H5adAdditions } from '../io/h5ad/addToH5ad.js';
import { readH5ad } from '../io/h5ad/readH5ad.js';
import { subsetGenes } from '../io/subset.js';
import { checkFinite } from '../matrix/checkFinite.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { checkScale, detectScale, toModelScale } from '../model/map/inputScale.js';
import { highlyVariableGenes } from '../preprocess/highlyVariableGenes.js';

/** Cells as read, and log-normalised. */
export interface ReadCells {
  /** The cells with the requested expression as it is in the file. */
  adata: AnnData;
  /** The same, but counts are normalised to 10,000 per cell, then log1p. */
  normalised: AnnData;
  /** Whether the expression was counts. */
  counts: boolean;
}

/** Key in the model's `preprocessing`: whether the cells were counts, which the command line log-normalised. */
export const wereCounts = 'logNormalisedCounts';

/**
 * Reads an h5ad file and log-normalises its X, or the named layer, if that holds counts.
 *
 * @param counts - Whether it holds counts; by default, this is detected from the values. A trained model has recorded the
 * answer, which is more reliable: a few cells of low depth look like logarithms.
 */
export async function readCells(file: string, layer = 'X', counts?: boolean): Promise<ReadCells> {
  const read = await readH5ad(file, { x: layer });
  checkFinite(file, read.x, read.varNames);
  const scale = counts === undefined ? detectScale(read.x) : counts ? 'logCounts' : 'asIs';
  checkScale(file, { x: read.x, scale });
  const normalised = { ...read, x: toModelScale(read.x, scale), layers: {} };
  return { adata: read, normalised, counts: scale === 'logCounts' };
}

/** Selects at most `count` genes: the most variable ones, chosen per batch. */
export function selectGenes(normalised: AnnData, batch: string[], count: number): AnnData {
  if (normalised.varNames.length <= count) return normalised;
  return subsetGenes(normalised, highlyVariableGenes(normalised.x, { batch, count }).mask);
}

/** Whether the corrected expression can be a layer: layers have all genes of X. */
const isLayer = ({ adata }: ReadCells, genes: readonly string[]): boolean =>
  genes.length === adata.varNames.length && adata.source?.x !== 'raw';

/** Marks the genes that were modelled, if not all were. */
function maskOf({ adata }: ReadCells, genes: readonly string[]): AnnData['var'] {
  const chosen = new Set(genes);
  const all = genes.length === adata.varNames.length;
  return all ? {} : { zbio: adata.varNames.map((name) => chosen.has(name)) };
}

/** What {@link addResults} will add, as far as its size and names, to check that the file can take it. */
export function plannedResults(cells: ReadCells, genes: readonly string[]): H5adAdditions {
  const rows = cells.adata.obsNames.length;
  const empty = (columns: number): CsrMatrix => ({
    data: new Float32Array(0),
    indices: new Int32Array(0),
    indptr: new Int32Array(rows + 1),
    shape: [rows, columns],
  });
  const latent: Matrix = { data: new Float32Array(rows), shape: [rows, 1] };
  const obsm = { X_bio: latent, X_nio: latent };
  const mask = { var: maskOf(cells, genes) };
  if (isLayer(cells, genes)) return { obsm, layers: { corrected: empty(genes.length) }, ...mask };
  return { obsm: { ...obsm, X_corrected: latent }, ...mask };
}

/** Computes what is added to the file: the latents and the corrected expression. */
export async function addResults(
  cells: ReadCells,
  model: DisentangledAE,
  modelled: AnnData,
  to: string | undefined,
): Promise<H5adAdditions> {
  const genes = modelled.varNames;
  const { bio, nio } = await model.transform(modelled.x, { genes });
  const corrected = await model.correct(modelled.x, { genes, ...(to === undefined ? {} : { to }) });
  const obsm = { X_bio: bio, X_nio: nio };
  const mask = { var: maskOf(cells, genes) };
  if (isLayer(cells, genes)) return { obsm, layers: { corrected }, ...mask };
  return { obsm: { ...obsm, X_corrected: corrected as Matrix }, ...mask };
}
