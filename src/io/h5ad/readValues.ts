import type { Dataset, Metadata } from 'h5wasm';
import type { NumberColumn } from '../column.js';
import { pathOf, type Reader, reasonOf } from './h5.js';

/** What the values of a dataset are for us. */
export type Kind = 'numbers' | 'booleans' | 'strings' | 'records' | 'nothing' | 'other';

/** h5wasm's numbers of the HDF5 classes. */
const integer = 0;
const float = 1;
const kinds: Record<number, Kind> = { [integer]: 'numbers', [float]: 'numbers', 3: 'strings', 6: 'records' };

/** deflate, shuffle, fletcher32, szip, nbit, scale-offset: those that h5wasm decodes itself. */
const ownFilters = [1, 2, 3, 4, 5, 6];

/** Largest piece read at once: the memory of h5wasm grows to hold it and never shrinks. */
const mostValues = 2 ** 22;

/** What kind of values metadata of a dataset, or of one field of its records, stand for. */
export function kindOf({ type, shape, enum_type: names }: Metadata, field = false): Kind {
  if (!field && !shape) return 'nothing';
  if (names) return 'FALSE' in names.members && names.nmembers === 2 ? 'booleans' : 'other';
  return kinds[type] ?? 'other';
}

function unreadable(dataset: Dataset, cause: unknown): Error {
  const foreign = dataset.filters.filter(({ id }) => !ownFilters.includes(id));
  const names = foreign
    .map(({ id, name }) => `${name.split(';')[0] || 'a filter'} (HDF5 filter ${id})`)
    .join(', ');
  const why = foreign.length
    ? `it is compressed by ${names}, which h5wasm doesn't decode by itself. ` +
      "Write it anew in Python: adata.write_h5ad(path, compression='gzip'), or install h5wasm-plugins"
    : reasonOf(cause);
  return new Error(`readH5ad: '${pathOf(dataset)}' can't be read: ${why}.`, { cause });
}

/** Runs one read; names the dataset, and the fix if there is one, when it fails. */
export function guarded<T>(dataset: Dataset, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw unreadable(dataset, cause);
  }
}

function put(out: NumberColumn, block: unknown, at: number): void {
  if (block instanceof BigInt64Array || block instanceof BigUint64Array) {
    block.forEach((value, i) => {
      out[at + i] = Number(value);
    });
  } else out.set(block as ArrayLike<number>, at);
}

/** Fills `out` with the values of a dataset, row-major, piece by piece. */
export function readInto<T extends NumberColumn>(dataset: Dataset, out: T): T {
  const rows = dataset.shape?.[0] ?? 1;
  const width = out.length / Math.max(1, rows);
  const step = Math.max(1, Math.floor(mostValues / Math.max(1, width)));
  if (!dataset.shape?.length) put(out, [Number(guarded(dataset, () => dataset.value))], 0);
  else if (out.length > 0) {
    for (let row = 0; row < rows; row += step) {
      const block = guarded(dataset, () => dataset.slice([[row, Math.min(rows, row + step)]]));
      put(out, block, row * width);
    }
  }
  return out;
}

/** Number of values. */
export function sizeOf(dataset: Dataset): number {
  return (dataset.shape ?? [0]).reduce((a, b) => a * b, 1);
}

/** Wide integers as Int32Array where all fit, else as they are. */
export function narrow(values: Float64Array): NumberColumn {
  return values.every((value) => value === (value | 0)) ? Int32Array.from(values) : values;
}

/** Numbers in their natural type; 64-bit integers beyond 2^53 are rounded. */
export function readNumbers(dataset: Dataset): NumberColumn {
  const { type, size, signed } = dataset.metadata;
  const length = sizeOf(dataset);
  if (type === float)
    return readInto(dataset, size === 8 ? new Float64Array(length) : new Float32Array(length));
  if (size < 4 || (size === 4 && signed)) return readInto(dataset, new Int32Array(length));
  return narrow(readInto(dataset, new Float64Array(length)));
}

export function readBooleans(dataset: Dataset): boolean[] {
  return Array.from(readInto(dataset, new Int32Array(sizeOf(dataset))), Boolean);
}

/**
 * Text of any length. HDF5 hands out pointers to it; `dataset.value` frees them even if reading has failed, and what
 * then stands in their place brings h5wasm down for good. So it is read here, into memory that is zero to begin with.
 */
function readPointers({ h5 }: Reader, dataset: Dataset): string[] {
  const { Module } = h5;
  const { file_id: file, path, metadata } = dataset;
  const bytes = sizeOf(dataset) * metadata.size;
  const at = Module._malloc(bytes);
  Module.HEAPU8.fill(0, at, at + bytes);
  try {
    guarded(dataset, () => Module.get_dataset_data(file, path, null, null, null, BigInt(at)));
    const decode = metadata.cset === 1 ? Module.UTF8ToString : Module.AsciiToString;
    const texts = Array.from(new Uint32Array(Module.HEAPU8.slice(at, at + bytes).buffer), (text) =>
      decode(text),
    );
    Module.reclaim_vlen_memory(file, path, '', BigInt(at));
    return texts;
  } finally {
    Module._free(at);
  }
}

/** Every string, of a scalar the only one. */
export function readStrings(reader: Reader, dataset: Dataset): string[] {
  if (sizeOf(dataset) === 0) return [];
  if (dataset.metadata.vlen) return readPointers(reader, dataset);
  const value = guarded(dataset, () => dataset.value);
  return Array.isArray(value) ? (value as string[]) : [value as string];
}
