import type { H5adSource } from '../anndata.js';
import { h5Source } from '../hdf5/h5Source.js';
import { openH5 } from '../hdf5/openH5.js';
import { checkRelink } from '../hdf5/relink.js';
import { changesOf, type Parts } from './changesOf.js';
import { elementAt } from './write/applyEdits.js';

/** Throws if a file can't be changed in this way; changes nothing. See {@link changesOf}. */
export async function checkChanges(
  caller: string,
  { file, version, ...view }: H5adSource,
  parts: Parts,
  add: boolean,
): Promise<void> {
  // Here, not in another thread: that would need a copy of the cells. They were read from this very file.
  await openH5(await h5Source(caller, file), { caller }, ({ h5, root, part }) =>
    part(() => {
      const { edits } = changesOf({ h5, caller, booleans: [] }, root, parts, { view, add });
      checkRelink(
        caller,
        root,
        edits.map(({ path }) => path).filter((path) => elementAt(root, path)),
      );
    }),
  );
}
