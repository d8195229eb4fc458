import type { Entity, Group } from 'h5wasm';
import { badElement } from '../../hdf5/badElement.js';
import { pathOf, type Reader, reasonOf } from '../../hdf5/h5.js';
import { spendElement } from '../../hdf5/spend.js';

/** The elements of a group with their names. For those that the caller of `readH5ad` leaves out, and for links to nowhere: null. */
export function childrenOf(reader: Reader, group: Group): [name: string, element: Entity | null][] {
  return group.keys().map((name) => {
    const path = [pathOf(group), name].filter(Boolean).join('/');
    if (reader.leaveOut?.includes(path)) return [name, null];
    spendElement(reader, path);
    try {
      return [name, group.get(name)];
    } catch (cause) {
      throw badElement({ path, expected: 'an element that can be opened', found: reasonOf(cause), cause });
    }
  });
}
