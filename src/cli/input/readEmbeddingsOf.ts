import { runH5 } from '../../io/hdf5/thread/runH5.js';
import { embeddingsTask, type NamedEmbeddings } from './embeddingsTask.js';

/** Reads the embeddings of an h5ad file and the names of its cells. */
export function readEmbeddingsOf(file: string, modality: string | undefined): Promise<NamedEmbeddings> {
  return runH5(embeddingsTask, file, modality, { caller: 'readH5ad' });
}
