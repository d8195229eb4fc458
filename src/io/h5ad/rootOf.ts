import type { Group } from 'h5wasm';
import { badValue } from '../../check/errors.js';
import { nearest } from '../../check/nearest.js';
import { child, isGroup } from '../hdf5/h5.js';

/** The group with the cells: the file's root, or one modality of a MuData file (`.h5mu`). */
export function rootOf(file: Group, modality: string | undefined): Group {
  const group = child(file, 'mod');
  const names = isGroup(group) ? group.keys() : [];
  const found = isGroup(group) && modality !== undefined ? child(group, modality) : null;
  if (isGroup(found)) return found;
  const several = names.length > 0 && !child(file, 'X');
  if (modality === undefined && !several) return file;
  throw badValue({
    argument: 'readH5ad: modality',
    expected: names.length
      ? `one of ${names
          .slice(0, 10)
          .map((name) => `'${name}'`)
          .join(', ')}`
      : 'none: the file has no modalities',
    received: modality === undefined ? 'none, for a file with several modalities (MuData)' : `'${modality}'`,
    ...(names.length
      ? { next: `Try readH5ad(source, { modality: '${nearest(modality ?? names[0]!, names)}' }).` }
      : {}),
  });
}
