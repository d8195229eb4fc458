import type { Group } from 'h5wasm';
import type { AnnData } from '../anndata.js';
import { child, isDataset, isGroup, type Reader } from '../hdf5/h5.js';
import { joinLegacyCategories } from './read/legacyCategories.js';
import type { AnnotationTable } from './read/readTable.js';
import { readDictionary } from './read/readUns.js';
import { readAnnotation } from './readRoot.js';
import { rawPart } from './readX.js';

/** What a file holds besides matrices, as `readH5ad` reads it. */
export interface LegacyTables {
  /** Undefined if the table is a group, as from anndata 0.7 on; before, it was a dataset of records. Without one, rows are numbered. */
  obs: AnnotationTable | undefined;
  var: AnnotationTable | undefined;
  uns: AnnData['uns'];
  /** Names of the entries of `uns` that hold categories of these tables. */
  joined: string[];
}

/**
 * Reads `uns` and the tables that aren't groups: the categories of records are in `uns`.
 *
 * @param needed - Whether `uns` is needed even without such tables.
 */
export function readLegacyTables(reader: Reader, root: Group, x: string, needed: boolean): LegacyTables {
  const tableOf = (name: 'obs' | 'var') => {
    const entity = x === 'raw' && name === 'var' ? rawPart(root, name) : child(root, name);
    return isGroup(entity) ? undefined : readAnnotation(reader, root, name, x);
  };
  const group = child(root, 'uns');
  const [obs, vars] = [tableOf('obs'), tableOf('var')];
  const uns = isGroup(group) && (needed || obs || vars) ? readDictionary(reader, group) : {};
  const names = Object.keys(uns);
  if (isDataset(child(root, 'obs'))) {
    joinLegacyCategories({ obs: obs?.columns ?? {}, var: vars?.columns ?? {}, uns });
  }
  return { obs, var: vars, uns, joined: names.filter((name) => !Object.hasOwn(uns, name)) };
}
