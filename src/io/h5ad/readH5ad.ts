import type { Entity, Group } from 'h5wasm';
import { badValue } from '../../check/errors.js';
import { nearest } from '../../check/nearest.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import type { AnnData } from '../anndata.js';
import { checkAnnData } from '../checkAnnData.js';
import { child, isDataset, isGroup, type Reader } from '../hdf5/h5.js';
import { h5adSource } from './h5adSource.js';
import { joinLegacyCategories } from './legacyCategories.js';
import { readEmbeddings, readMatrices } from './readMatrices.js';
import { readMatrix } from './readMatrix.js';
import { readTable } from './readTable.js';
import { readDictionary } from './readUns.js';
import { readWithH5 } from './readWithH5.js';

/** Options of {@link readH5ad}. */
export interface ReadH5adOptions {
  /** Source of `x`: 'X', the name of a layer, or 'raw' (then `var` is raw's too). Default 'X'. */
  x?: string;
}

const table = {
  x: (_, given = 'X') => given,
} satisfies OptionTable<ReadH5adOptions>;

/** Returns `raw/X` or `raw/var`; before anndata 0.7, they were called `raw.X` and `raw.var`. */
function rawPart(root: Group, name: string): Entity | null {
  const raw = child(root, 'raw');
  return isGroup(raw) ? child(raw, name) : child(root, `raw.${name}`);
}

function layerNames(root: Group): string[] {
  const layers = child(root, 'layers');
  return isGroup(layers) ? layers.keys() : [];
}

function readX(root: Group, x: string): Matrix | CsrMatrix {
  const layers = child(root, 'layers');
  const own = x === 'raw' ? rawPart(root, 'X') : isGroup(layers) ? child(layers, x) : null;
  const found = readMatrix(x === 'X' ? child(root, 'X') : own);
  if (found) return found;
  const there = [
    ...(readMatrix(child(root, 'X')) ? ['X'] : []),
    ...(rawPart(root, 'X') ? ['raw'] : []),
    ...layerNames(root),
  ];
  const expected = there.length
    ? `one of ${there.map((name) => `'${name}'`).join(', ')}`
    : 'a file with expression';
  const next = there.length ? `Try readH5ad(source, { x: '${nearest(x, there)}' }).` : 'This file has none.';
  throw badValue({ argument: 'readH5ad: x', expected, received: `'${x}'`, next });
}

function tableOf(root: Group, name: 'obs' | 'var', x: string): Entity {
  const table = x === 'raw' && name === 'var' ? rawPart(root, 'var') : child(root, name);
  if (table) return table;
  const expected = "an h5ad file, with 'X', 'obs' and 'var'";
  const received = `an HDF5 file with ${root.keys().join(', ') || 'nothing in it'}`;
  throw badValue({ argument: 'readH5ad: source', expected, received });
}

/** Paths of the parts of the file without a counterpart here. */
function leftOut(root: Group, x: string): string[] {
  const known = ['X', 'layers', 'obs', 'obsm', 'uns', 'var'];
  const raw = ['raw', 'raw.X', 'raw.var', 'obs', 'obsm', 'uns'];
  const others = root.keys().filter((name) => !(x === 'raw' ? raw : known).includes(name));
  return others.flatMap((name) => {
    const entity = child(root, name);
    const collection = ['layers', 'obsp', 'varm', 'varp'].includes(name);
    return collection && isGroup(entity) ? entity.keys().map((key) => `${name}/${key}`) : [name];
  });
}

function readRoot(reader: Reader, root: Group, x: string): AnnData {
  const obs = readTable(reader, tableOf(root, 'obs', x));
  const vars = readTable(reader, tableOf(root, 'var', x));
  const uns = child(root, 'uns');
  const adata: AnnData = {
    x: readX(root, x),
    obs: obs.columns,
    var: vars.columns,
    obsNames: obs.names,
    varNames: vars.names,
    obsm: readEmbeddings(reader, child(root, 'obsm')),
    layers: x === 'raw' ? {} : readMatrices(reader, child(root, 'layers')),
    uns: isGroup(uns) ? readDictionary(reader, uns) : {},
  };
  if (isDataset(child(root, 'obs'))) joinLegacyCategories(adata);
  const skipped = [...leftOut(root, x), ...reader.skipped];
  return skipped.length ? { ...adata, skipped } : adata;
}

/**
 * Reads an h5ad file, as written by Python's anndata, including versions 0.6 and 0.7. Reads dense, CSR and CSC expression
 * (CSC becomes CSR), layers, obs and var with numbers, text, categories and missing entries, obsm, and the elements of uns
 * that plain values can represent. Parts that have no place in {@link AnnData} (raw, obsp, varm, …) are listed in `skipped`;
 * `writeH5ad` carries them over from `source`, the file.
 *
 * Needs the optional package h5wasm (`npm install h5wasm`).
 *
 * @param source - A path (in Node), or the bytes of the file.
 * @throws RangeError if the file can't be read, isn't an h5ad file, or has no expression under `x`; Error if the file is
 * damaged or compressed in a way that h5wasm can't decode (with the fix), or if h5wasm isn't installed.
 * @example
 * ```ts
 * const adata = await readH5ad('cells.h5ad');
 * const inBrowser = await readH5ad(await file.arrayBuffer());
 * const counts = await readH5ad('processed.h5ad', { x: 'raw' });
 * ```
 */
export async function readH5ad(
  source: string | Uint8Array | ArrayBuffer,
  options: ReadH5adOptions = {},
): Promise<AnnData> {
  const { x } = readOptions('readH5ad', options, table);
  const from = await h5adSource(source, x);
  const adata = await readWithH5(source, (h5, root) => readRoot({ h5, skipped: [] }, root, x));
  checkAnnData('readH5ad: source', adata);
  return { ...adata, source: from };
}
