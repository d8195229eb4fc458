import { anObject } from '../check/checks.js';
import { checkMatrix } from '../matrix/checkMatrix.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import type { AnnData } from './anndata.js';
import { checkAnnData } from './checkAnnData.js';
import { printable } from './printable.js';

/**
 * Makes an {@link AnnData} from an expression matrix. Parts that aren't given are empty, and names are '0', '1', ….
 *
 * @param x - Expression. [cells, genes]
 * @throws RangeError if a part doesn't have one entry for every cell or gene.
 * @example
 * ```ts
 * const adata = createAnnData(x, { obs: { batch: categorical(batch) }, varNames: genes });
 * await writeH5ad(adata, 'cells.h5ad');
 * ```
 */
export function createAnnData(x: Matrix | CsrMatrix, parts: Partial<Omit<AnnData, 'x'>> = {}): AnnData {
  checkMatrix('createAnnData: x', x);
  anObject('createAnnData: parts', parts, 'parts of an AnnData such as { obs, varNames }');
  const numbered = (length: number) => Array.from({ length }, (_, i) => String(i));
  const names = { obsNames: numbered(x.shape[0]), varNames: numbered(x.shape[1]) };
  const adata = { obs: {}, var: {}, obsm: {}, layers: {}, uns: {}, ...names, ...parts, x };
  checkAnnData('createAnnData', adata);
  return printable(adata);
}
