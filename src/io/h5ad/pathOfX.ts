import type { Group } from 'h5wasm';
import { child } from '../hdf5/h5.js';

/** Where a part of raw is: `raw/X` or, before anndata 0.7, `raw.X`. */
export function rawPath(root: Group, name: 'X' | 'var'): string[] {
  return child(root, 'raw') ? ['raw', name] : [`raw.${name}`];
}

/** Where the expression is that `x` names: 'X', the name of a layer, or 'raw'. */
export function pathOfX(root: Group, x: string): string[] {
  if (x === 'X') return ['X'];
  return x === 'raw' ? rawPath(root, 'X') : ['layers', ...x.split('/')];
}

/** Where the table of genes is that belongs to `x`. */
export function pathOfVar(root: Group, x: string): string[] {
  return x === 'raw' ? rawPath(root, 'var') : ['var'];
}
