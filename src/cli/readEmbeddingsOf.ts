import type { AnnData } from '../io/anndata.js';
import { readEmbeddings } from '../io/h5ad/read/readMatrices.js';
import { readAnnotation } from '../io/h5ad/readRoot.js';
import { readWithH5 } from '../io/h5ad/readWithH5.js';
import { rootOf } from '../io/h5ad/rootOf.js';
import { child, type Reader } from '../io/hdf5/h5.js';

/** Reads the embeddings of an h5ad file and the names of its cells; the expression, which may be large, stays in the file. */
export function readEmbeddingsOf(
  file: string,
  modality: string | undefined,
): Promise<Pick<AnnData, 'obsm' | 'obsNames'>> {
  return readWithH5(file, (h5, opened) => {
    const root = rootOf(opened, modality);
    const reader: Reader = { h5, skipped: [] };
    const { names } = readAnnotation(reader, root, 'obs', 'X');
    return { obsNames: names, obsm: readEmbeddings(reader, child(root, 'obsm'), names.length) };
  });
}
