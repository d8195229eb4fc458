import type { Dataset, Metadata } from 'h5wasm';
import type { NumberColumn } from '../column.js';
import { pathOf, type Reader, reasonOf } from '../hdf5/h5.js';

/** Kind of a dataset's values. */
export type Kind = 'numbers' | 'booleans' | 'strings' | 'records' | 'nothing' | 'other';

/** HDF5 classes, as h5wasm numbers them. */
const integer = 0;
const float = 1;
const kinds: Record<number, Kind> = { [integer]: 'numbers', [float]: 'numbers', 3: 'strings', 6: 'records' };

/** Filters that h5wasm decodes without plugins: deflate, shuffle, fletcher32, szip, nbit, scale-offset. */
const ownFilters = [1, 2, 3, 4, 5, 6];

/** Most values to read at once: h5wasm's memory grows to hold them and never shrinks. */
const mostValues = 2 ** 22;

/** Returns the kind of values that the metadata of a dataset, or of one field of its records, describe. */
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
    ? `it is compressed by ${names}, which h5wasm can't decode without plugins. ` +
      "Write it again in Python: adata.write_h5ad(path, compression='gzip'), or install h5wasm-plugins"
    : reasonOf(cause);
  return new Error(`readH5ad: '${pathOf(dataset)}' can't be read: ${why}.`, { cause });
}

/** Runs one read. If it fails, throws an Error with the dataset's path and, where one exists, the fix. */
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

/** Fills `out` with the values of a dataset, in row-major order, in pieces. */
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

/** Number of values of a dataset. */
export function sizeOf(dataset: Dataset): number {
  return (dataset.shape ?? [0]).reduce((a, b) => a * b, 1);
}

/** Converts whole numbers to Int32Array if all fit; otherwise returns them unchanged. */
export function narrow(values: Float64Array): NumberColumn {
  return values.every((value) => value === (value | 0)) ? Int32Array.from(values) : values;
}

/** Reads numbers in their natural type; 64-bit integers beyond 2^53 are rounded. */
export function readNumbers(dataset: Dataset): NumberColumn {
  const { type, size, signed } = dataset.metadata;
  const length = sizeOf(dataset);
  if (type === float)
    return readInto(dataset, size === 8 ? new Float64Array(length) : new Float32Array(length));
  if (size < 4 || (size === 4 && signed)) return readInto(dataset, new Int32Array(length));
  return narrow(readInto(dataset, new Float64Array(length)));
}

/** Reads booleans. */
export function readBooleans(dataset: Dataset): boolean[] {
  return Array.from(readInto(dataset, new Int32Array(sizeOf(dataset))), Boolean);
}

/**
 * Reads text of variable length. HDF5 returns pointers to it. `dataset.value` frees them even if reading has failed; they
 * are then arbitrary, and freeing them crashes h5wasm for good. Here, they are read into memory that is zero at first.
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

/** Reads all strings of a dataset; a scalar has one. */
export function readStrings(reader: Reader, dataset: Dataset): string[] {
  if (sizeOf(dataset) === 0) return [];
  if (dataset.metadata.vlen) return readPointers(reader, dataset);
  const value = guarded(dataset, () => dataset.value);
  return Array.isArray(value) ? (value as string[]) : [value as string];
}
