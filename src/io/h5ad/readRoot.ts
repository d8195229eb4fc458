import type { Entity, Group } from 'h5wasm';
import { badValue } from '../../check/errors.js';
import { listed } from '../../check/quoted.js';
import type { AnnData } from '../anndata.js';
import { badElement } from '../hdf5/badElement.js';
import { attribute, child, isDataset, isGroup, pathOf, type Reader } from '../hdf5/h5.js';
import { sizeOf } from '../hdf5/readBytes.js';
import { joinLegacyCategories } from './read/legacyCategories.js';
import { readEmbeddings, readMatrices } from './read/readMatrices.js';
import { type AnnotationTable, readTable } from './read/readTable.js';
import { readDictionary } from './read/readUns.js';
import { findX, rawPart, readX } from './readX.js';

/** Runs one part of the reading; between parts, aborts are honoured. */
export type ReadStep = <T>(part: () => T) => Promise<T>;

/** The number of cells or genes that X has; undefined if it doesn't say so. */
function lengthOfX(root: Group, x: string, axis: 0 | 1): number | undefined {
  const found = findX(root, x);
  const shape = isDataset(found) ? found.shape : found && attribute(found, 'shape');
  const length: unknown = Array.isArray(shape) ? shape[axis] : undefined;
  return Number.isInteger(length) ? (length as number) : undefined;
}

/** A file without a table has numbered cells or genes, as in anndata. */
function numbered(root: Group, name: 'obs' | 'var', x: string): AnnotationTable {
  const length =
    child(root, 'X') || child(root, 'obs') ? lengthOfX(root, x, name === 'obs' ? 0 : 1) : undefined;
  if (length === undefined) {
    const expected = "an h5ad file, with 'X', 'obs' and 'var'";
    const received = `an HDF5 file with ${listed(root.keys()) || 'nothing in it'}`;
    throw badValue({ argument: 'readH5ad: source', expected, received });
  }
  if (length > 2 ** 24)
    throw badElement({ path: 'X', expected: `a table '${name}'`, found: `none, for ${length} entries` });
  return { names: Array.from({ length }, (_, i) => String(i)), columns: {} };
}

/** Reads `obs` or `var`, the latter of raw if that is what `x` says. */
export function readAnnotation(reader: Reader, root: Group, name: 'obs' | 'var', x: string): AnnotationTable {
  const entity = x === 'raw' && name === 'var' ? rawPart(root, 'var') : child(root, name);
  if (isGroup(entity) || isDataset(entity)) return readTable(reader, entity);
  // A link to nowhere, or to another file.
  if (entity) reader.skipped.push(name);
  return numbered(root, name, x);
}

/** Paths of the parts of the file without a counterpart here. */
export function leftOut(root: Group, x: string): string[] {
  const known = ['X', 'layers', 'obs', 'obsm', 'uns', 'var'];
  const raw = ['raw', 'raw.X', 'raw.var', 'obs', 'obsm', 'uns'];
  const others = root.keys().filter((name) => !(x === 'raw' ? raw : known).includes(name));
  return others.flatMap((name) => {
    const entity = child(root, name);
    const collection = ['layers', 'obsp', 'varm', 'varp'].includes(name);
    const own = [pathOf(root), name].filter(Boolean).join('/');
    return collection && isGroup(entity) ? entity.keys().map((key) => `${own}/${key}`) : [own];
  });
}

/** A collection of elements; null if there is none, or it is left out as a whole. */
function wanted({ leaveOut, skipped }: Reader, root: Group, name: string): Entity | null {
  const path = [pathOf(root), name].filter(Boolean).join('/');
  const entity = child(root, name);
  // Before anndata 0.7, all embeddings were one dataset.
  const fits = isGroup(entity) || (name === 'obsm' && isDataset(entity));
  if (fits && !leaveOut?.includes(path)) return entity;
  if (root.keys().includes(name)) skipped.push(path);
  return null;
}

/** A reader that tells how much of the expression it has read. */
function following({ onProgress, ...reader }: RootReader, root: Group, x: string): Reader {
  if (!onProgress) return reader;
  const found = findX(root, x);
  const parts = isDataset(found) ? [found] : (found?.keys() ?? []).map((name) => found!.get(name));
  const values = parts.filter(isDataset).reduce((sum, dataset) => sum + sizeOf(dataset), 0);
  let done = 0;
  return {
    ...reader,
    onNumbers: (count) => {
      done += count;
      onProgress(done, values);
    },
  };
}

/** A reader whose caller wants to know how far it is. */
export interface RootReader extends Reader {
  /** See {@link ReadH5adOptions}. */
  onProgress?: ((done: number, values: number) => void) | undefined;
}

/** Reads the cells of a file, or of one modality. */
export async function readRoot(reader: RootReader, root: Group, x: string, step: ReadStep): Promise<AnnData> {
  const obs = await step(() => readAnnotation(reader, root, 'obs', x));
  const vars = await step(() => readAnnotation(reader, root, 'var', x));
  const shape = [obs.names.length, vars.names.length] as const;
  const adata: AnnData = {
    x: await step(() => readX(following(reader, root, x), root, x, shape)),
    obs: obs.columns,
    var: vars.columns,
    obsNames: obs.names,
    varNames: vars.names,
    obsm: await step(() => readEmbeddings(reader, wanted(reader, root, 'obsm'), shape[0])),
    layers: await step(() =>
      x === 'raw' ? {} : readMatrices(reader, wanted(reader, root, 'layers'), shape),
    ),
    uns: await step(() => {
      const uns = wanted(reader, root, 'uns');
      return isGroup(uns) ? readDictionary(reader, uns) : {};
    }),
  };
  return step(() => {
    if (isDataset(child(root, 'obs'))) joinLegacyCategories(adata);
    const skipped = [...leftOut(root, x), ...reader.skipped];
    return skipped.length ? { ...adata, skipped } : adata;
  });
}
