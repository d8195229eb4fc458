import { pause } from '../../platform/pause.js';
import type { AnnData } from '../anndata.js';
import { type H5Task, h5Task } from '../hdf5/h5Task.js';
import { limitsOf, type OwnLimits } from '../hdf5/spend.js';
import { type ReadStep, readRoot } from './readRoot.js';
import { rootOf } from './rootOf.js';

/** What of a file is read, and how. See `ReadH5adOptions`. */
export interface CellsInput extends OwnLimits {
  x: string;
  modality?: string | undefined;
  leaveOut: readonly string[];
  encoding: string;
}

/** Reads the cells of an h5ad file. */
export const cellsTask: H5Task<CellsInput, AnnData> = h5Task(
  import.meta.url,
  'cellsTask',
  async (
    { h5, root, size, part },
    { x, modality, leaveOut, encoding, ...limits },
    { signal, onProgress },
  ) => {
    // Between parts, the event loop runs, so that an abort arrives.
    const step: ReadStep = async (body) => {
      await pause();
      signal?.throwIfAborted();
      return part(body);
    };
    const reader = { h5, skipped: [], limits: limitsOf(size, limits), encoding, leaveOut, onProgress };
    return readRoot(reader, await step(() => rootOf(root, modality)), x, step);
  },
);
