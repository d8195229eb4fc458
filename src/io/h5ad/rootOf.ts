import type { Group } from 'h5wasm';
import { badValue } from '../../check/errors.js';
import { nearest } from '../../check/nearest.js';
import { quoted } from '../../check/quoted.js';
import { child, isGroup } from '../hdf5/h5.js';

/** How the callers that have the option take it. */
const tries: Readonly<Record<string, string>> = { addToH5ad: 'addToH5ad(source, additions, path, ' };

/** The group with the cells: the file's root, or one modality of a MuData file (`.h5mu`). */
export function rootOf(file: Group, modality: string | undefined, caller = 'readH5ad'): Group {
  const group = child(file, 'mod');
  const names = isGroup(group) ? group.keys() : [];
  const found = isGroup(group) && modality !== undefined ? child(group, modality) : null;
  if (isGroup(found)) return found;
  const several = names.length > 0 && !child(file, 'X');
  if (modality === undefined && !several) return file;
  throw badValue({
    argument: `${caller}: modality`,
    expected: names.length ? `one of ${quoted(names)}` : 'none: the file has no modalities',
    received: modality === undefined ? 'none, for a file with several modalities (MuData)' : `'${modality}'`,
    ...(names.length
      ? {
          next: `Try ${tries[caller] ?? 'readH5ad(source, '}{ modality: '${nearest(modality ?? names[0]!, names)}' }).`,
        }
      : {}),
  });
}
