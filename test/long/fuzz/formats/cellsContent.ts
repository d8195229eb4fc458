import type { AnnData } from '../../../../src/io/anndata.js';
import { isCsr } from '../../../../src/matrix/matrix.js';

/** Cells in JSON, with the expression as it is stored: a damaged file may declare a matrix too large to be dense. */
export function cellsContent(read: unknown): unknown {
  const { x, obsNames, varNames, obs, var: genes } = read as AnnData;
  const stored = isCsr(x)
    ? [x.indptr, x.indices, x.data].map((part) => Array.from(part))
    : Array.from(x.data);
  return { shape: x.shape, stored, obsNames, varNames, obs, genes };
}
