import type { File } from 'h5wasm';
import { abortSignal, oneOf, optional, optionalFunction, text } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { AnnData } from '../anndata.js';
import type { Writer } from '../hdf5/h5.js';
import { makeFile, type Progressed, type Steps } from '../hdf5/makeFile.js';
import { runH5 } from '../hdf5/thread/runH5.js';
import { type ChangeOptions, changesOf, type Parts } from './changesOf.js';
import { surveyTask } from './surveyTask.js';
import { applyEdits } from './write/applyEdits.js';

/** What {@link addToH5ad} adds. */
export type H5adAdditions = Partial<
  Pick<AnnData, 'obs' | 'var' | 'obsNames' | 'varNames' | 'obsm' | 'layers' | 'uns'>
>;

/** Options of {@link addToH5ad}. */
export interface AddToH5adOptions {
  /** The expression whose genes `var` describes: 'X' or 'raw'. Default 'X'. */
  x?: string;
  /** The modality to add to, for a MuData file (`.h5mu`). Default: none. */
  modality?: string;
  /** Aborts the call with the signal's reason. Nothing is written then. */
  signal?: AbortSignal;
  /** Called while matrices are written, with the number of values written so far and of all that are written, indices included. */
  onProgress?: (done: number, values: number) => void;
}

const table = {
  x: (argument, given = 'X') => oneOf(argument, given, ['X', 'raw']),
  modality: optional(text),
  signal: optional(abortSignal),
  onProgress: optionalFunction,
} satisfies OptionTable<AddToH5adOptions>;

/** The steps that change an open file, see {@link changesOf}. */
export function* change(
  writer: Writer,
  file: File,
  parts: Parts,
  options: ChangeOptions,
): Generator<Progressed, number | undefined> {
  const { edits, finish } = changesOf(writer, file, parts, options);
  yield;
  const { root, address } = yield* applyEdits(writer, file, edits);
  for (const end of finish) end(root);
  return address;
}

/**
 * Adds columns, embeddings, layers and entries of `uns` to a copy of an h5ad file. Everything else stays as it is in the file, to
 * the byte: raw, obsp, varm, compression, attributes, and whatever zbio doesn't know. The expression isn't read, so that a
 * large file needs little memory. An element of the same name is replaced; dictionaries in `uns` are merged. A replaced element of
 * another size still takes up its space in the file.
 *
 * Needs the optional package h5wasm (`npm install h5wasm`).
 *
 * @param source - A path (Node), or the bytes of the file.
 * @param additions - Parts with one entry for every cell or gene of the file.
 * @returns The bytes of the new file.
 * @throws RangeError or TypeError if a part has the wrong length or can't be written; Error if the file isn't an h5ad file, or can't
 * be changed; Error if h5wasm isn't installed.
 * @example
 * ```ts
 * const bytes = await addToH5ad(await file.arrayBuffer(), { obsm: { X_bio: bio } }); // in a browser
 * ```
 */
export async function addToH5ad(
  source: string | Uint8Array | ArrayBuffer,
  additions: H5adAdditions,
  path?: undefined,
  options?: AddToH5adOptions,
): Promise<Uint8Array>;
/**
 * Writes the copy to a file (Node), as above.
 *
 * @param path - The file; it may be the source. It is replaced only once the new one is complete.
 * @throws As above; Error if the path can't be written (see `checkWritable`).
 * @example
 * ```ts
 * await addToH5ad('cells.h5ad', { obsm: { X_bio: bio, X_nio: nio } }, 'out.h5ad');
 * ```
 */
export async function addToH5ad(
  source: string | Uint8Array | ArrayBuffer,
  additions: H5adAdditions,
  path: string,
  options?: AddToH5adOptions,
): Promise<void>;
export async function addToH5ad(
  source: string | Uint8Array | ArrayBuffer,
  additions: H5adAdditions,
  path?: string,
  options: AddToH5adOptions = {},
): Promise<unknown> {
  const { x, modality, signal, onProgress } = readOptions('addToH5ad', options, table);
  const view = { x, ...(modality === undefined ? {} : { modality }) };
  await runH5(surveyTask, source, view, { caller: 'addToH5ad', signal });
  const start = source instanceof ArrayBuffer ? new Uint8Array(source) : source;
  const steps: Steps = (writer, file) => change(writer, file, additions, { view, add: true });
  return makeFile(path, { caller: 'addToH5ad', start, signal, onProgress, steps });
}
