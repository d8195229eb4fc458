import type { Group } from 'h5wasm';
import { writeFile } from '../../platform/writeFile.js';
import type { AnnData } from '../anndata.js';
import { checkAnnData } from '../checkAnnData.js';
import { checkWritable } from '../checkWritable.js';
import { finishBooleans } from '../hdf5/booleanType.js';
import { type H5, memoryH5, throwing } from '../hdf5/h5.js';
import { writeMatrix } from './writeMatrix.js';
import { writeTable } from './writeTable.js';
import { writeDictionary } from './writeUns.js';
import { createGroup, encode } from './writeValues.js';

function writeRoot(root: Group, adata: AnnData): void {
  encode(root, 'anndata', '0.1.0');
  writeMatrix(root, 'X', adata.x);
  writeTable(root, 'obs', adata.obs, adata.obsNames);
  writeTable(root, 'var', adata.var, adata.varNames);
  for (const part of ['obsm', 'layers'] as const) {
    const group = createGroup(root, part, 'dict');
    for (const [name, matrix] of Object.entries(adata[part])) writeMatrix(group, name, matrix);
  }
  writeDictionary(root, 'uns', adata.uns);
  for (const part of ['varm', 'obsp', 'varp']) createGroup(root, part, 'dict');
}

function writeRootTo(h5: H5, path: string, adata: AnnData): void {
  throwing(h5, () => {
    // The oldest layout: every reader supports it, and finishBooleans relies on it.
    const file = new h5.File(path, 'w', { libver: ['earliest', 'latest'] });
    try {
      writeRoot(file, adata);
    } finally {
      file.close();
    }
  });
}

let files = 0;

/** Makes the file in memory even if it goes to disk, because its booleans are finished in the bytes. */
async function toBytes(adata: AnnData): Promise<Uint8Array> {
  const h5 = await memoryH5('writeH5ad');
  const { FS } = h5.Module;
  const path = `/zbio-write-${files++}.h5ad`;
  try {
    writeRootTo(h5, path, adata);
    const bytes = FS.readFile(path);
    finishBooleans(bytes);
    return bytes;
  } finally {
    if (FS.analyzePath(path).exists) FS.unlink(path);
  }
}

/**
 * Returns cells as the bytes of an h5ad file that Python's `anndata.read_h5ad` reads (also with `backed='r'`). Large arrays
 * are compressed by gzip. The file is built in memory, which needs about its size in addition to the data.
 *
 * Needs the optional package h5wasm (`npm install h5wasm`).
 *
 * @param adata - Cells, with one entry for every cell or gene in each part; `null` in uns isn't written.
 * @throws RangeError or TypeError if a part has the wrong length, a name contains '/', or a value can't be written; Error
 * if h5wasm isn't installed.
 * @example
 * ```ts
 * const bytes = await writeH5ad(adata); // in a browser: new Blob([bytes])
 * ```
 */
export async function writeH5ad(adata: AnnData): Promise<Uint8Array>;
/**
 * Writes cells to an h5ad file (Node), as above.
 *
 * @param adata - Cells, with one entry for every cell or gene in each part; `null` in uns isn't written.
 * @param path - The file. An existing file is replaced only once the new one is complete.
 * @throws As above; Error if the path can't be written (see `checkWritable`).
 * @example
 * ```ts
 * adata.obsm['X_bio'] = bio;
 * await writeH5ad(adata, 'out.h5ad');
 * ```
 */
export async function writeH5ad(adata: AnnData, path: string): Promise<void>;
export async function writeH5ad(adata: AnnData, path?: string): Promise<unknown> {
  checkAnnData('writeH5ad: adata', adata);
  if (path === undefined) return toBytes(adata);
  await checkWritable(path);
  return writeFile(path, await toBytes(adata));
}
