import { type H5Task, h5Task } from '../../io/hdf5/h5Task.js';

/** Names of what lies at the root of an HDF5 file. */
export const rootNamesTask: H5Task<object, string[]> = h5Task(
  import.meta.url,
  'rootNamesTask',
  ({ root, part }) => part(() => root.keys()),
);
