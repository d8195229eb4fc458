import { type CsrMatrix, labels, type Matrix, readH5ad } from 'zbio';

/** A data set as every method receives it. */
export interface PreparedSet {
  /** Log-normalised values of at most 2,000 genes. [cells, genes] */
  x: Matrix | CsrMatrix;
  /** Raw principal components. [cells, 30 or fewer] */
  pcs: Matrix;
  batch: string[];
  type: string[];
  /** Cells to score, the same for every method: all, or 5,000 of them. */
  scored: number[];
}

export async function readPreparedSet(path: string): Promise<PreparedSet> {
  const { x, obs, obsm } = await readH5ad(path);
  return {
    x,
    pcs: obsm['X_pca']!,
    batch: labels(obs, 'batch'),
    type: labels(obs, 'cell_type'),
    scored: labels(obs, 'scored').flatMap((flag, row) => (flag === 'true' ? [row] : [])),
  };
}
