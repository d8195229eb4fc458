import { basename } from 'node:path';
import { grouped } from '../check/grouped.js';
import { checkUniqueGenes } from '../genes/checkUniqueGenes.js';
import type { AnnData } from '../io/anndata.js';
import { makeUnique } from '../io/makeUnique.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { isCsr } from '../matrix/matrix.js';
import { type InputValues, readInput } from './input/readInput.js';
import { logarithmsOf, type PreparedAtFit } from './logarithmsOf.js';
import { followed, percentDone } from './shell/followed.js';
import type { Shell } from './shell/shell.js';

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
  /** How the file is read. */
  from?: InputValues | undefined;
  /** What the values are; default: decided from the values. */
  input?: 'auto' | 'counts' | 'asIs' | undefined;
  /** Whether repeated names of genes get a number. */
  makeUnique?: boolean | undefined;
  /** How the cells of the model were prepared; absent when fitting. */
  fitted?: PreparedAtFit | undefined;
  /** Parts that the command doesn't need, such as 'layers'. */
  leaveOut?: readonly string[] | undefined;
}

/** Parts that stay in an h5ad file: the output is a copy of it. */
export const unneeded: readonly string[] = ['layers', 'obsm'];

function sizeText({ x }: AnnData): string {
  const [cells, genes] = x.shape;
  return `${grouped(cells)} cells x ${grouped(genes)} genes, ${isCsr(x) ? 'CSR' : 'dense'}`;
}

/** Reads a file or folder and log-normalises its expression if that is counts. Says what it held. */
export async function readCells(
  file: string,
  shell: Shell,
  { from = {}, input = 'auto', makeUnique: unique, fitted, leaveOut = [] }: ReadCellsOptions = {},
): Promise<ReadCells> {
  const name = basename(file);
  const found = await followed(shell, percentDone(`reading ${name}`), (watched) =>
    // What is in several files goes into a new one, with all parts.
    readInput(file, from, { leaveOut: from['external-folder'] === undefined ? leaveOut : [], ...watched }),
  );
  const read = unique ? makeUnique(found) : found;
  checkFinite(file, read.x, read.varNames);
  if (!fitted) checkUniqueGenes(`${file}: names of genes`, read.varNames);
  const { x, said, remark, preprocessing, counts } = logarithmsOf(file, read.x, input, fitted, read.varNames);
  shell.progress.line(`reading ${name}: ${sizeText(read)}, ${said}`);
  if (remark) shell.progress.line(remark);
  const normalised = { ...read, x, layers: {} };
  return { adata: read, normalised, counts, preprocessing };
}
