import type { AnnData } from '../../io/anndata.js';
import { readEmbeddings } from '../../io/h5ad/read/readMatrices.js';
import { readAnnotation } from '../../io/h5ad/readRoot.js';
import { rootOf } from '../../io/h5ad/rootOf.js';
import { child, type Reader } from '../../io/hdf5/h5.js';
import { type H5Task, h5Task } from '../../io/hdf5/h5Task.js';

/** Embeddings and the names of their cells. */
export type NamedEmbeddings = Pick<AnnData, 'obsm' | 'obsNames'>;

/** Reads the embeddings of an h5ad file; the expression, which may be large, stays in the file. */
export const embeddingsTask: H5Task<string | undefined, NamedEmbeddings> = h5Task(
  import.meta.url,
  'embeddingsTask',
  ({ h5, root: file, limits, linked, part }, modality) =>
    part(() => {
      const root = rootOf(file, modality);
      const reader: Reader = { h5, linked, skipped: [], limits: limits() };
      const { names } = readAnnotation(reader, root, 'obs', 'X');
      return { obsNames: names, obsm: readEmbeddings(reader, child(root, 'obsm'), names.length) };
    }),
);
