import type { DisentangledAE } from '../autoencoder/DisentangledAE.js';
import type { AnnData } from '../io/anndata.js';
import { readH5ad } from '../io/h5ad/readH5ad.js';
import { subsetGenes } from '../io/subset.js';
import { checkFinite } from '../matrix/checkFinite.js';
import type { Matrix } from '../matrix/matrix.js';
import { checkScale, detectScale, toModelScale } from '../model/map/inputScale.js';
import { highlyVariableGenes } from '../preprocess/highlyVariableGenes.js';

/** Cells as read, and log-normalised. */
export interface ReadCells {
  /** The cells as they are written back. */
  adata: AnnData;
  /** The cells with the requested expression; counts are normalised to 10,000 per cell, then log1p. */
  normalised: AnnData;
  /** Whether the expression was counts. */
  counts: boolean;
}

/** Returns the cells with their own X if the expression came from a layer; a file may have layers and no X. */
async function withOwnX(file: string, read: AnnData, layer: string): Promise<AnnData> {
  if (!Object.hasOwn(read.layers, layer)) return read;
  return readH5ad(file).catch(() => read);
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
  if (read.skipped?.length) {
    process.stderr.write(`${file}: not carried over to the output: ${read.skipped.join(', ')}\n`);
  }
  checkFinite(file, read.x, read.varNames);
  const scale = counts === undefined ? detectScale(read.x) : counts ? 'logCounts' : 'asIs';
  checkScale(file, { x: read.x, scale });
  const normalised = { ...read, x: toModelScale(read.x, scale), layers: {} };
  return { adata: await withOwnX(file, read, layer), normalised, counts: scale === 'logCounts' };
}

/** Selects at most `count` genes: the most variable ones, chosen per batch. */
export function selectGenes(normalised: AnnData, batch: string[], count: number): AnnData {
  if (normalised.varNames.length <= count) return normalised;
  return subsetGenes(normalised, highlyVariableGenes(normalised.x, { batch, count }).mask);
}

/** Adds the latents and the corrected expression to the cells as read. */
export async function addResults(
  { adata, normalised }: ReadCells,
  model: DisentangledAE,
  modelled: AnnData,
  to: string | undefined,
): Promise<AnnData> {
  const genes = modelled.varNames;
  const { bio, nio } = await model.transform(modelled.x, { genes });
  const corrected = await model.correct(modelled.x, { genes, ...(to === undefined ? {} : { to }) });
  const obsm = { ...adata.obsm, X_bio: bio, X_nio: nio };
  if (genes.length === normalised.varNames.length) {
    return { ...adata, obsm, layers: { ...adata.layers, corrected } };
  }
  const chosen = new Set(genes);
  const mask = { ...adata.var, zbio: adata.varNames.map((name) => chosen.has(name)) };
  return { ...adata, obsm: { ...obsm, X_corrected: corrected as Matrix }, var: mask };
}
