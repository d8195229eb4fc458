import type { Group } from 'h5wasm';
import type { AnnData } from '../anndata.js';
import { child, isDataset, isGroup, type Reader } from '../hdf5/h5.js';
import { joinLegacyCategories } from './legacyCategories.js';
import { pathOfVar } from './pathOfX.js';
import { type AnnotationTable, readTable } from './readTable.js';
import { readDictionary } from './readUns.js';
import { elementAt } from './write/applyEdits.js';

/** What a file holds besides matrices, as `readH5ad` reads it. */
export interface LegacyTables {
  /** Undefined unless the table is a dataset of records, as before anndata 0.7. */
  obs: AnnotationTable | undefined;
  var: AnnotationTable | undefined;
  uns: AnnData['uns'];
}

/**
 * Reads `uns` and, where they are in the layout of anndata before 0.7, `obs` and `var`, whose categories are in `uns`.
 *
 * @param needed - Whether `uns` is needed even without such tables.
 */
export function readLegacyTables(reader: Reader, root: Group, x: string, needed: boolean): LegacyTables {
  const tableAt = (path: readonly string[]) => {
    const entity = elementAt(root, path);
    return isDataset(entity) ? readTable(reader, entity) : undefined;
  };
  const group = child(root, 'uns');
  const [obs, vars] = [tableAt(['obs']), tableAt(pathOfVar(root, x))];
  const uns = isGroup(group) && (needed || obs || vars) ? readDictionary(reader, group) : {};
  if (obs) joinLegacyCategories({ obs: obs.columns, var: vars?.columns ?? {}, uns });
  return { obs, var: vars, uns };
}
