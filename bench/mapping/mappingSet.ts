import { join } from 'node:path';
import { type CsrMatrix, labels, log1p, type Matrix, normalizeTotal, readH5ad } from 'zbio';
import { highlyVariableGenes, pca, selectColumns } from 'zbio/preprocess';

/** Cells of several batches with known types. */
export interface MappingSet {
  name: string;
  /** Log-normalised values of at most 2,000 genes. [cells, genes] */
  x: Matrix | CsrMatrix;
  genes: string[];
  batch: string[];
  type: string[];
  /** Principal components before integration. [cells, 30] */
  original: Matrix;
}

/** The sets, each with the column of obs that is its batch. */
export const mappingSets: Readonly<Record<string, string>> = {
  pbmc_10x_chem: 'batch',
  pancreas_3studies: 'batch',
  mixology_3tech: 'batch',
  kang_pbmc_ifnb: 'batch',
  'kang_pbmc_ifnb@condition': 'condition',
};

/** Reads one of {@link mappingSets} from a folder of h5ad files. */
export async function readMappingSet(folder: string, name: string): Promise<MappingSet> {
  const adata = await readH5ad(join(folder, `${name.split('@')[0]}.h5ad`));
  const batch = labels(adata.obs, mappingSets[name]!);
  const all = log1p(normalizeTotal(adata.x as Matrix | CsrMatrix));
  const count = Math.min(2000, all.shape[1]);
  const { indices } = highlyVariableGenes(all, { count, batch });
  const x = selectColumns(all, indices);
  const { scores } = await pca(x, { components: 30 });
  return {
    name,
    x,
    genes: [...indices].map((gene) => adata.varNames[gene]!),
    batch,
    type: labels(adata.obs, 'cell_type'),
    original: scores,
  };
}
