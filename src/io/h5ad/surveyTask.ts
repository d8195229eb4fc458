import type { Entity, Group } from 'h5wasm';
import type { H5adSource } from '../anndata.js';
import { addressOf, attribute, isDataset, isGroup, type Reader } from '../hdf5/h5.js';
import { type H5Task, h5Task } from '../hdf5/h5Task.js';
import { readLegacyTables } from './legacyTables.js';
import { rootOf } from './rootOf.js';

/** Paths of more names are not looked at: nothing that is added goes there. */
const mostLevels = 8;

/** Whatever can't be read is no fault: what is changed may be elsewhere. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function survey(reader: Reader, group: Group, level: number, met: Set<number>): void {
  const address = addressOf(reader.h5, group);
  if (met.has(address) || level > mostLevels) return;
  met.add(address);
  for (const name of Object.keys(group.attrs)) attempt(() => attribute(group, name));
  for (const name of group.keys()) {
    const element: Entity | null | undefined = attempt(() => group.get(name));
    if (isDataset(element)) attempt(() => [element.metadata, element.attrs]);
    else if (isGroup(element)) attempt(() => survey(reader, element, level + 1, met));
  }
}

/**
 * Looks at all elements of a file, but not at their values, as a change of the file does. It proves that HDF5 can do so: the change itself
 * is made in the calling thread, where nothing could stop it.
 */
export const surveyTask: H5Task<Pick<H5adSource, 'x' | 'modality'>, void> = h5Task(
  import.meta.url,
  'surveyTask',
  ({ h5, root, limits, part }, { x, modality }) =>
    part(() => {
      const reader: Reader = { h5, skipped: [], limits: limits() };
      const cells: Group = rootOf(root, modality, 'addToH5ad');
      attempt(() => survey(reader, root, 0, new Set()));
      readLegacyTables(reader, cells, x, false);
    }),
);
