import { checkChanges } from '../io/h5ad/checkChanges.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import type { ReadCells } from './cells.js';

/** Checks, before training, that the results can be added to the file that the cells came from. */
export async function checkOutput({ adata }: ReadCells): Promise<void> {
  const { source, obsNames, varNames } = adata;
  if (!source) return;
  // Of the same names as the results, but small.
  const rows = obsNames.length;
  const latent: Matrix = { data: new Float32Array(rows), shape: [rows, 1] };
  const none = { data: new Float32Array(0), indices: new Int32Array(0), indptr: new Int32Array(rows + 1) };
  const corrected: CsrMatrix = { ...none, shape: [rows, varNames.length] };
  const planned = {
    varNames,
    obsm: { X_bio: latent, X_nio: latent, X_corrected: latent },
    layers: source.x === 'raw' ? {} : { corrected },
    var: { zbio: varNames.map(() => false) },
  };
  await checkChanges('zbio', source, planned, true);
}
