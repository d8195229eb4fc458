import { basename } from 'node:path';
import { grouped } from '../check/grouped.js';
import { checkUniqueGenes } from '../genes/checkUniqueGenes.js';
import type { AnnData } from '../io/anndata.js';
import { readH5ad } from '../io/h5ad/readH5ad.js';
import { makeUnique } from '../io/makeUnique.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { isCsr } from '../matrix/matrix.js';
import { followed, percentDone } from './followed.js';
import { logarithmsOf, type PreparedAtFit } from './logarithmsOf.js';
import type { Shell } from './shell.js';

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

/** How {@link readCells} reads. */
export interface ReadCellsOptions {
  /** A layer, or 'raw', instead of X. */
  layer?: string | undefined;
  /** The modality, of a MuData file. */
  modality?: string | undefined;
  /** What the values are; default: decided from the values. */
  input?: 'auto' | 'counts' | 'asIs' | undefined;
  /** Whether repeated names of genes get a number. */
  makeUnique?: boolean | undefined;
  /** How the cells of the model were prepared; absent when fitting. */
  fitted?: PreparedAtFit | undefined;
  /** Parts that the command doesn't need, such as 'layers'. */
  leaveOut?: readonly string[] | undefined;
}

/** Parts that stay in the file: the output is a copy of it. */
export const unneeded: readonly string[] = ['layers', 'obsm'];

function sizeText({ x }: AnnData): string {
  const [cells, genes] = x.shape;
  return `${grouped(cells)} cells x ${grouped(genes)} genes, ${isCsr(x) ? 'CSR' : 'dense'}`;
}

/** Reads an h5ad file and log-normalises its X, or the named layer, if that holds counts. Says what it held. */
export async function readCells(
  file: string,
  shell: Shell,
  { layer = 'X', modality, input = 'auto', makeUnique: unique, fitted, leaveOut = [] }: ReadCellsOptions = {},
): Promise<ReadCells> {
  const name = basename(file);
  const part =
    modality === undefined
      ? { leaveOut }
      : { modality, leaveOut: leaveOut.map((path) => `mod/${modality}/${path}`) };
  const options = { x: layer, ...part };
  const found = await followed(shell, percentDone(`reading ${name}`), (watched) =>
    readH5ad(file, { ...options, ...watched }),
  );
  const read = unique ? makeUnique(found) : found;
  checkFinite(file, read.x, read.varNames);
  if (!fitted) checkUniqueGenes(`${file}: names of genes`, read.varNames);
  const { x, said, preprocessing, counts } = logarithmsOf(file, read.x, input, fitted);
  shell.progress.line(`reading ${name}: ${sizeText(read)}, ${said}`);
  const normalised = { ...read, x, layers: {} };
  return { adata: read, normalised, counts, preprocessing };
}
