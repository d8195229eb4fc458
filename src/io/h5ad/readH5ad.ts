import {
  abortSignal,
  text as checkedText,
  optional,
  optionalFunction,
  wholeNumber,
} from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { AnnData } from '../anndata.js';
import { checkAnnData } from '../checkAnnData.js';
import { runH5 } from '../hdf5/thread/runH5.js';
import { printable } from '../printable.js';
import { cellsTask } from './cellsTask.js';
import { h5adSource } from './h5adSource.js';

/** Options of {@link readH5ad}. */
export interface ReadH5adOptions {
  /** Source of `x`: 'X', the name of a layer, or 'raw' (then `var` is raw's too). Default 'X'. */
  x?: string;
  /** The modality to read from a MuData file (`.h5mu`): 'rna', 'atac', …. Such a file needs it; others have none. */
  modality?: string;
  /** Paths of elements to leave out, such as 'obs/note', 'uns/neighbors' or 'layers'; they are listed in `skipped`. Default: none. */
  leaveOut?: readonly string[];
  /** Encoding of text, a label that TextDecoder knows. Default 'utf-8', as HDF5 and anndata require; older writers used 'latin1'. */
  encoding?: string;
  /**
   * Most bytes that the values may take in memory. Default: 200 times the size of the file, at least 32 MiB, which no sound file comes
   * near; a damaged or hostile one can ask for more than there is.
   */
  maxBytes?: number;
  /**
   * Most elements that are read: columns, matrices, entries of uns. Default: one for each 250 bytes of the file, at least 2,000, which no
   * sound file comes near.
   */
  maxElements?: number;
  /** Most bytes that the values of one element, such as 'X' or 'obs/n_counts', may take in memory. Default: as many as all, `maxBytes`. */
  maxElementBytes?: number;
  /**
   * A folder that the file may lead to, for files that are read by their path in Node: external links, external storage and virtual
   * datasets are read if their files really lie in it. Everything else stays unread and is listed in `skipped`. Cells that were read from
   * several files have no `source`: `writeH5ad` writes what is in memory, into one file. Default: none.
   */
  externalFolder?: string;
  /**
   * Longest time, in milliseconds, that HDF5 may spend on one element without getting on; waiting for the disk doesn't count. A file that
   * takes more is refused as damaged. Default: 1,000, and one for each 4 KiB of the file. Has no effect in browsers and bundles, where
   * the file is read in the calling thread.
   */
  patience?: number;
  /** Aborts the reading: `readH5ad` rejects with the signal's reason, at once (in browsers and bundles: between two parts of the file). */
  signal?: AbortSignal;
  /** Called while the expression is read, with the number of values read so far and of all values in the file. */
  onProgress?: (done: number, values: number) => void;
}

function text(argument: string, given: unknown): string {
  if (typeof given === 'string') return given;
  throw badType({ argument, expected: 'a name', received: typeof given });
}

function knownEncoding(argument: string, given: unknown): string {
  try {
    return new TextDecoder(given as string).encoding;
  } catch {
    const expected = "an encoding that TextDecoder knows, such as 'utf-8' or 'latin1'";
    throw badValue({ argument, expected, received: `'${given}'` });
  }
}

function paths(argument: string, given: unknown): readonly string[] {
  if (Array.isArray(given) && given.every((path) => typeof path === 'string')) return given;
  throw badType({ argument, expected: "an array of paths such as 'obs/note'", received: typeof given });
}

const table = {
  x: (argument, given = 'X') => text(argument, given),
  modality: (argument, given) => (given === undefined ? given : text(argument, given)),
  leaveOut: (argument, given = []) => paths(argument, given),
  encoding: (argument, given = 'utf-8') => knownEncoding(argument, given),
  maxBytes: optional(wholeNumber),
  maxElements: optional(wholeNumber),
  maxElementBytes: optional(wholeNumber),
  externalFolder: optional(checkedText),
  patience: optional(wholeNumber),
  signal: optional(abortSignal),
  onProgress: optionalFunction,
} satisfies OptionTable<ReadH5adOptions>;

/**
 * Reads an h5ad file, as written by Python's anndata (also versions 0.6 and 0.7) and by zellkonverter, SeuratDisk and anndataR in R. Reads
 * dense, CSR, CSC and COO expression (as dense or CSR, in float32), layers, obs and var with numbers, text, categories and missing
 * entries, obsm, and the elements of uns that plain values can represent. Parts that have no place in {@link AnnData} (raw, obsp,
 * varm, …) and elements without a counterpart in JavaScript (data frames in obsm, dates, complex numbers, integers beyond 2^53 …) are listed
 * in `skipped`; `writeH5ad` carries them over from `source`, the file. Links to other files are followed into `externalFolder` only.
 *
 * Needs the optional package h5wasm (`npm install h5wasm`). For compression other than gzip (lzf, zstd, blosc …), it also needs its
 * plugins: `npm install --legacy-peer-deps h5wasm-plugins`.
 *
 * @param source - A path (in Node), or the bytes of the file.
 * @throws RangeError if the file can't be read, isn't an h5ad file, or has no expression under `x`; Error with the code
 * `ZBIO_BAD_FILE` if it is damaged, contradicts itself, or is compressed in a way that h5wasm can't decode (with the element and the fix);
 * Error if h5wasm isn't installed; the reason of `signal` if it was aborted.
 * @example
 * ```ts
 * const adata = await readH5ad('cells.h5ad');
 * const inBrowser = await readH5ad(await file.arrayBuffer());
 * const counts = await readH5ad('processed.h5ad', { x: 'raw' });
 * const rna = await readH5ad('multiome.h5mu', { modality: 'rna' });
 * ```
 */
export async function readH5ad(
  source: string | Uint8Array | ArrayBuffer,
  options: ReadH5adOptions = {},
): Promise<AnnData> {
  const { signal, onProgress, patience, externalFolder, ...what } = readOptions('readH5ad', options, table);
  signal?.throwIfAborted();
  const from =
    typeof source === 'object' || typeof source === 'string' ? await h5adSource(source) : undefined;
  const watch = { caller: 'readH5ad', signal, onProgress, patience, externalFolder, maxBytes: what.maxBytes };
  const { adata, inOneFile } = await runH5(cellsTask, source, what, watch);
  const { x, modality, encoding } = what;
  checkAnnData('readH5ad: source', adata);
  // A copy of the file alone would lead to others, or nowhere.
  if (!inOneFile) return printable(adata);
  return printable({
    ...adata,
    source: {
      ...from!,
      x,
      ...(modality === undefined ? {} : { modality }),
      ...(encoding === 'utf-8' ? {} : { encoding }),
    },
  });
}
