import type { AnnData } from '../io/anndata.js';
import type { H5adAdditions } from '../io/h5ad/addToH5ad.js';
import { checkChanges } from '../io/h5ad/checkChanges.js';

/** Checks, before training, that the results can be added to the file that the cells came from. */
export async function checkOutput({ source }: AnnData, planned: H5adAdditions): Promise<void> {
  if (source) await checkChanges('zbio', source, planned, true);
}
