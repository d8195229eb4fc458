import type { File } from 'h5wasm';
import { abortSignal, optional, optionalFunction } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { AnnData } from '../anndata.js';
import { checkAnnData } from '../checkAnnData.js';
import { checkContents } from '../checkContents.js';
import type { Writer } from '../hdf5/h5.js';
import { makeFile, type Progressed, type Steps } from '../hdf5/makeFile.js';
import { change } from './addToH5ad.js';
import { checkSource, noteWritten } from './h5adSource.js';
import { countValues } from './write/countValues.js';
import { storedValues, writeMatrix } from './write/writeMatrix.js';
import { writeTable } from './write/writeTable.js';
import { writeDictionary } from './write/writeUns.js';
import { createGroup, encode } from './write/writeValues.js';

/** Options of {@link writeH5ad}. */
export interface WriteH5adOptions {
  /** Aborts the call with the signal's reason. Nothing is written then. */
  signal?: AbortSignal;
  /** Called while matrices are written, with the number of values written so far and of all that are written, indices included. */
  onProgress?: (done: number, values: number) => void;
}

const table = {
  signal: optional(abortSignal),
  onProgress: optionalFunction,
} satisfies OptionTable<WriteH5adOptions>;

function* writeRoot(writer: Writer, root: File, adata: AnnData): Generator<Progressed, undefined> {
  encode(root, 'anndata', '0.1.0');
  const matrices = [adata.x, ...Object.values(adata.obsm), ...Object.values(adata.layers)];
  const counted = countValues(matrices.reduce((sum, matrix) => sum + storedValues(matrix), 0));
  yield* counted(writeMatrix(root, 'X', adata.x));
  writeTable(writer, root, 'obs', adata.obs, adata.obsNames);
  writeTable(writer, root, 'var', adata.var, adata.varNames);
  for (const part of ['obsm', 'layers'] as const) {
    const group = createGroup(root, part, 'dict');
    for (const [name, matrix] of Object.entries(adata[part])) {
      yield* counted(writeMatrix(group, name, matrix));
    }
  }
  writeDictionary(writer, root, 'uns', adata.uns);
  for (const part of ['varm', 'obsp', 'varp']) createGroup(root, part, 'dict');
}

/**
 * Returns cells as the bytes of an h5ad file that Python's `anndata.read_h5ad` reads (also with `backed='r'`).
 *
 * Cells that were read from a file are written into a copy of it. Elements that are in `adata` with other values are replaced, new
 * ones are added, readable ones that are no longer in `adata` go away, and everything else stays as it is in the file, to the byte:
 * raw, obsp, varm, varp, tables in obsm, compression, attributes, and whatever `skipped` lists. To find what differs, the file is
 * read again, one element at a time. Expression that was read from a layer, or from raw, and hasn't changed leaves the file's own X as
 * it is. What is replaced or goes away still takes up its space, and can be recovered; `delete adata.source` writes a file of its own.
 *
 * In a file of its own, large arrays are compressed by gzip, and `null` in uns isn't written.
 *
 * Needs the optional package h5wasm (`npm install h5wasm`).
 *
 * @param adata - Cells, with one entry for every cell or gene in each part.
 * @throws RangeError or TypeError if a part has the wrong length, a new name contains '/', or a value can't be written; Error if
 * the file that the cells were read from is gone, has been changed by somebody else, or can't be changed; the reason of the
 * signal if it aborts the call; Error if h5wasm isn't installed.
 * @example
 * ```ts
 * const bytes = await writeH5ad(adata); // in a browser: new Blob([bytes])
 * ```
 */
export async function writeH5ad(
  adata: AnnData,
  path?: undefined,
  options?: WriteH5adOptions,
): Promise<Uint8Array>;
/**
 * Writes cells to an h5ad file (Node), as above.
 *
 * @param path - The file; it may be the one that the cells were read from. It is replaced only once the new one is complete.
 * @throws As above; Error if the path can't be written (see `checkWritable`).
 * @example
 * ```ts
 * adata.obsm['X_bio'] = bio;
 * await writeH5ad(adata, 'out.h5ad');
 * ```
 */
export async function writeH5ad(adata: AnnData, path: string, options?: WriteH5adOptions): Promise<void>;
export async function writeH5ad(
  adata: AnnData,
  path?: string,
  options: WriteH5adOptions = {},
): Promise<unknown> {
  const { signal, onProgress } = readOptions('writeH5ad', options, table);
  const caller = 'writeH5ad';
  checkAnnData(`${caller}: adata`, adata);
  const { source } = adata;
  if (source) await checkSource(caller, source);
  else checkContents(caller, adata);
  const steps: Steps = (writer, file) => {
    if (!source) return writeRoot(writer, file, adata);
    const { file: _, version, ...view } = source;
    return change(writer, file, adata, { view, add: false });
  };
  const bytes = await makeFile(path, { caller, start: source?.file, steps, signal, onProgress });
  if (source && path !== undefined) await noteWritten(source, path);
  return bytes;
}
