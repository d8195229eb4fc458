import type { Dataset } from 'h5wasm';
import { badElement, foreignElement } from './badElement.js';
import { pathOf, type Reader, reasonOf } from './h5.js';
import { MissingFilter } from './missingFilter.js';

/** Filters that h5wasm decodes without plugins: deflate, shuffle, fletcher32, szip, nbit, scale-offset. */
const ownFilters = [1, 2, 3, 4, 5, 6];

function unreadable(dataset: Dataset, cause: unknown): Error {
  const path = pathOf(dataset);
  const reason = reasonOf(cause);
  const foreign = dataset.filters.filter(({ id }) => !ownFilters.includes(id));
  // Otherwise the filter is there, and the values are damaged.
  const missing = foreign.length > 0 && /not registered|plugin/i.test(String(cause));
  if (missing) return new MissingFilter(path, foreign, { cause });
  const elsewhere = /external/i.test(String(cause));
  const full = /allocation/i.test(reason);
  const next = full ? { next: 'If the file is sound, allow more: readH5ad(source, { maxBytes }).' } : {};
  const parts = { path, expected: 'values that can be read', found: reason, cause, ...next };
  return elsewhere
    ? foreignElement({ ...parts, expected: 'values in the file', found: 'values in another file' })
    : badElement(parts);
}

/** Runs one read. If it fails, throws an Error with the dataset's path and, where one exists, the fix. */
export function guarded<T>(dataset: Dataset, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw unreadable(dataset, cause);
  }
}

/** Number of values of a dataset. */
export function sizeOf(dataset: Dataset): number {
  return (dataset.shape ?? [0]).reduce((a, b) => a * b, 1);
}

/** Reserves zeroed memory of h5wasm for one read. */
function withMemory<T>({ h5 }: Reader, path: string, bytes: number, use: (at: number) => T): T {
  const { Module } = h5;
  const at = bytes < Module.MAXIMUM_MEMORY ? Module._malloc(bytes) : 0;
  if (at === 0)
    throw badElement({ path, expected: 'values that fit into memory', found: `${bytes} bytes at once` });
  try {
    Module.HEAPU8.fill(0, at, at + bytes);
    return use(at);
  } finally {
    Module._free(at);
  }
}

/** Reads rows of a dataset as bytes in the type of the file, little-endian. Without rows: all of it. */
export function readBytes(
  reader: Reader,
  dataset: Dataset,
  rows?: readonly [from: number, to: number],
): Uint8Array {
  if (reader.elsewhere) return reader.elsewhere.bytes(dataset, rows);
  const { file_id: file, path, metadata } = dataset;
  const shape = metadata.shape ?? [];
  const counts = shape.map((length, axis) => BigInt(axis === 0 && rows ? rows[1] - rows[0] : length));
  const starts = shape.map((_, axis) => BigInt(axis === 0 && rows ? rows[0] : 0));
  const bytes = Number(counts.reduce((a, b) => a * b, 1n)) * metadata.size;
  if (bytes === 0) return new Uint8Array(0);
  const { Module } = reader.h5;
  return withMemory(reader, pathOf(dataset), bytes, (at) => {
    const part = rows && shape.length ? { counts, starts, steps: shape.map(() => 1n) } : undefined;
    const { counts: count = null, starts: start = null, steps = null } = part ?? {};
    guarded(dataset, () => Module.get_dataset_data(file, path, count, start, steps, BigInt(at)));
    return Module.HEAPU8.slice(at, at + bytes);
  });
}

/**
 * Reads values that may point to text of variable length. `dataset.value` frees that text even if reading has failed; the pointers are
 * then arbitrary, and freeing them crashes h5wasm for good. Here, they are read into memory that is zero at first.
 *
 * @param use - Takes the bytes of the values, and a function that returns the text at a pointer among them.
 */
export function readPointing<T>(
  reader: Reader,
  dataset: Dataset,
  use: (bytes: Uint8Array, textAt: (pointer: number) => Uint8Array) => T,
): T {
  const { file_id: file, path, metadata } = dataset;
  const { Module } = reader.h5;
  const bytes = sizeOf(dataset) * metadata.size;
  return withMemory(reader, pathOf(dataset), bytes, (at) => {
    guarded(dataset, () => Module.get_dataset_data(file, path, null, null, null, BigInt(at)));
    const textAt = (pointer: number) =>
      Module.HEAPU8.subarray(pointer, pointer === 0 ? 0 : Module.HEAPU8.indexOf(0, pointer));
    try {
      return use(Module.HEAPU8.slice(at, at + bytes), textAt);
    } finally {
      Module.reclaim_vlen_memory(file, path, '', BigInt(at));
    }
  });
}
