import type { Group } from 'h5wasm';
import type { UnsValue } from '../anndata.js';
import { checkName } from '../checkElement.js';
import { checkUns, isDictionary } from '../checkUns.js';
import { isGroup, type Writer } from '../hdf5/h5.js';
import { sameValue } from '../sameValue.js';
import { isDictionaryGroup } from './read/readUns.js';
import { type Edit, elementAt } from './write/applyEdits.js';
import { writeUns } from './write/writeUns.js';

type Dictionary = Record<string, UnsValue>;

/**
 * The edits that bring a dictionary of a file to `now`. A dictionary within it is edited in turn: it may hold elements without
 * a counterpart in memory.
 *
 * @param before - The dictionary as it was read; undefined to add to what is there.
 */
export function editUns(
  writer: Writer,
  root: Group,
  path: readonly string[],
  now: Dictionary,
  before?: Dictionary,
): Edit[] {
  const read = (name: string) => (before && Object.hasOwn(before, name) ? before[name] : undefined);
  const changed = Object.entries(now).flatMap(([name, value]): Edit[] => {
    const at = [...path, ...name.split('/')];
    const there = elementAt(root, at);
    if (isDictionary(value) && isGroup(there) && isDictionaryGroup(there)) {
      const inside = read(name);
      return editUns(writer, root, at, value, before && (isDictionary(inside) ? inside : {}));
    }
    if (before && there && sameValue(value, read(name))) return [];
    if (value === null) return there ? [{ path: at }] : [];
    const argument = `${writer.caller}: ${path.join('/')}`;
    if (!there) checkName(argument, name);
    checkUns(`${argument}['${name}']`, value);
    return [{ path: at, write: (parent, own) => writeUns(writer, parent, own, value) }];
  });
  const gone = Object.keys(before ?? {}).filter((name) => !Object.hasOwn(now, name));
  return [...changed, ...gone.map((name) => ({ path: [...path, ...name.split('/')] }))];
}
