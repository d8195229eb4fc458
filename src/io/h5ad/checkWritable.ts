import { checkPath } from '../../platform/checkPath.js';
import type { AnnData } from '../anndata.js';
import { checkAnnData } from '../checkAnnData.js';
import { checkContents } from '../checkContents.js';
import { checkChanges } from './checkChanges.js';
import { checkSource } from './h5adSource.js';

/**
 * Checks, before a long computation, that a file can be written afterwards. It creates and changes nothing.
 *
 * @param adata - Cells that are to go there, to check that h5ad can hold all of it. Cells that were read from a file are compared
 * with it, which takes about as long as reading them.
 * @throws Error with the reason if the file can't be written: the folder is missing, the path is a folder, writing isn't
 * permitted, or the program runs in a browser, which has no paths; the errors of `writeH5ad` if a part of the cells can't be written.
 * @example
 * ```ts
 * await checkWritable('out/cells.h5ad', adata); // before training, not after
 * ```
 */
export async function checkWritable(path: string, adata?: AnnData): Promise<void> {
  await checkPath(path);
  if (!adata) return;
  checkAnnData('checkWritable: adata', adata);
  if (!adata.source) return checkContents('checkWritable: adata', adata);
  await checkSource('checkWritable', adata.source);
  await checkChanges('checkWritable', adata.source, adata, false);
}
