import type { AnnData } from '../anndata.js';
import { type H5Task, h5Task } from '../hdf5/h5Task.js';
import type { FeatureChoice } from './featureTable.js';
import { readHdf5 } from './readHdf5.js';

/** What of a file is read. */
export interface TenXInput {
  choice: FeatureChoice;
  maxBytes?: number | undefined;
}

/** Reads the cells of an HDF5 file of 10x Genomics. */
export const tenXTask: H5Task<TenXInput, AnnData> = h5Task(
  import.meta.url,
  'tenXTask',
  ({ h5, root, limits, part }, { choice, maxBytes }) =>
    part(() => readHdf5({ h5, skipped: [], limits: limits({ maxBytes }) }, root, choice)),
);
