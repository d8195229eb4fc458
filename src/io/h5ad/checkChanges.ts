import type { H5adSource } from '../anndata.js';
import { checkRelink } from '../hdf5/relink.js';
import { changesOf, type Parts } from './changesOf.js';
import { readWithH5 } from './readWithH5.js';
import { elementAt } from './write/applyEdits.js';

/** Throws if a file can't be changed in this way; changes nothing. See {@link changesOf}. */
export async function checkChanges(
  caller: string,
  { file, version, ...view }: H5adSource,
  parts: Parts,
  add: boolean,
): Promise<void> {
  await readWithH5(file, (h5, root) => {
    const { edits } = changesOf({ h5, caller, booleans: [] }, root, parts, { view, add });
    checkRelink(
      caller,
      root,
      edits.map(({ path }) => path).filter((path) => elementAt(root, path)),
    );
  });
}
