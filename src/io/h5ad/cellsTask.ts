import { pause } from '../../platform/pause.js';
import type { AnnData } from '../anndata.js';
import { type H5Task, h5Task } from '../hdf5/h5Task.js';
import type { OwnLimits } from '../hdf5/spend.js';
import { type ReadStep, readRoot } from './readRoot.js';
import { rootOf } from './rootOf.js';

/** What of a file is read, and how. See `ReadH5adOptions`. */
export interface CellsInput extends OwnLimits {
  x: string;
  modality?: string | undefined;
  leaveOut: readonly string[];
  encoding: string;
}

/** What of a file was read. */
export interface CellsOutput {
  adata: AnnData;
  /** Whether all of it is in this one file. */
  inOneFile: boolean;
}

/** Reads the cells of an h5ad file. */
export const cellsTask: H5Task<CellsInput, CellsOutput> = h5Task(
  import.meta.url,
  'cellsTask',
  async (
    { h5, root, limits, linked, hasOthers, part },
    { x, modality, leaveOut, encoding, ...own },
    { signal, onProgress },
  ) => {
    // Between parts, the event loop runs, so that an abort arrives.
    const step: ReadStep = async (body) => {
      await pause();
      signal?.throwIfAborted();
      return part(body);
    };
    const reader = { h5, linked, skipped: [], limits: limits(own), encoding, leaveOut, onProgress };
    const adata = await readRoot(reader, await step(() => rootOf(root, modality)), x, step);
    return { adata, inOneFile: !hasOthers() };
  },
);
