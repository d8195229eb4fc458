import { readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type OpenFile, openFile } from '../../io/file/openFile.js';
import { packingOf, unpacked } from '../../io/file/unpacked.js';
import { runH5 } from '../../io/hdf5/thread/runH5.js';
import { isMatrixPath } from '../../io/tenX/findFiles.js';

import { rootNamesTask } from './rootNamesTask.js';

/** What cells can be read from. */
export type Format = 'h5ad' | '10x' | 'zarr' | 'Matrix Market' | 'CSV';

/** The first characters of a file of text, unpacked; nothing if it is something else. */
async function beginning(file: OpenFile): Promise<string> {
  const packing = await packingOf(file);
  if (packing !== undefined && packing !== 'gzip') return '';
  for await (const piece of await unpacked(file, {})) return new TextDecoder().decode(piece.subarray(0, 20));
  return '';
}

/** Whether the table of genes of 10x Genomics lies beside a matrix. */
async function hasFeatures(path: string): Promise<boolean> {
  const names = await readdir(dirname(path));
  return isMatrixPath(path) && names.some((name) => /(features|genes)\.tsv(\.gz)?$/.test(name));
}

async function formatOfHdf5(path: string): Promise<Format> {
  const names = await runH5(rootNamesTask, path, {}, { caller: 'zbio' });
  return ['X', 'obs', 'var', 'mod', 'layers'].some((name) => names.includes(name)) ? 'h5ad' : '10x';
}

async function formatOfFolder(path: string): Promise<Format> {
  const names = await readdir(path);
  return names.some((name) => name === '.zgroup' || name === 'zarr.json') ? 'zarr' : '10x';
}

/** How the cells in a file or folder are stored, by its content and, for tables, its ending. What isn't known is left to `readH5ad` to refuse. */
export async function formatOf(path: string): Promise<Format> {
  if (/\.h5(ad|mu)$/i.test(path)) return 'h5ad';
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return formatOfFolder(path);
  if (!found?.isFile()) return 'h5ad';
  const file = await openFile('zbio', path);
  if ((await packingOf(file)) === 'HDF5') return formatOfHdf5(path);
  if (/^\ufeff?%%MatrixMarket/i.test(await beginning(file))) {
    return (await hasFeatures(path)) ? '10x' : 'Matrix Market';
  }
  return /\.(csv|tsv|tab|txt)(\.gz)?$/i.test(path) ? 'CSV' : 'h5ad';
}
