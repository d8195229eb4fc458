import type { Dataset, Entity, Group } from 'h5wasm';
import { badValue } from '../../check/errors.js';
import { nearest } from '../../check/nearest.js';
import { quoted } from '../../check/quoted.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { child, isDataset, isGroup, type Reader } from '../hdf5/h5.js';
import { kindOf } from './read/kindOf.js';
import { type ExpectedShape, requireMatrix } from './read/readMatrix.js';

/** Returns `raw/X` or `raw/var`; before anndata 0.7, they were called `raw.X` and `raw.var`. */
export function rawPart(root: Group, name: string): Entity | null {
  const raw = child(root, 'raw');
  return isGroup(raw) ? child(raw, name) : child(root, `raw.${name}`);
}

/** Whether there is something; anndata also writes the absence of X as an empty dataset. */
function isThere(entity: Entity | null): entity is Group | Dataset {
  return isGroup(entity) || (isDataset(entity) && kindOf(entity.metadata) !== 'nothing');
}

function layerNames(root: Group): string[] {
  const layers = child(root, 'layers');
  return isGroup(layers) ? layers.keys() : [];
}

/** The element that holds the expression called `x`: 'X', 'raw' or the name of a layer. Null if there is none. */
export function findX(root: Group, x: string): Group | Dataset | null {
  const layers = child(root, 'layers');
  const own = x === 'raw' ? rawPart(root, 'X') : isGroup(layers) ? child(layers, x) : null;
  const found = x === 'X' ? child(root, 'X') : own;
  return isThere(found) ? found : null;
}

/** Reads the expression called `x`. */
export function readX(reader: Reader, root: Group, x: string, shape: ExpectedShape): Matrix | CsrMatrix {
  const found = findX(root, x);
  if (found) return requireMatrix(reader, found, shape);
  const there = [
    ...(findX(root, 'X') ? ['X'] : []),
    ...(findX(root, 'raw') ? ['raw'] : []),
    ...layerNames(root),
  ];
  const expected = there.length ? `one of ${quoted(there)}` : 'a file with expression';
  const next = there.length
    ? `Try readH5ad(source, { x: '${nearest(x, there)}' }); on the command line, --layer.`
    : 'This file has none.';
  throw badValue({ argument: 'readH5ad: x', expected, received: `'${x}'`, next });
}
