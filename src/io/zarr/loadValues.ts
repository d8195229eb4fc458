import type { Dataset } from 'h5wasm';
import type { DataType, Readable, Array as ZarrArray } from 'zarrita';
import { kindOf } from '../h5ad/read/kindOf.js';
import { badElement } from '../hdf5/badElement.js';
import { pathOf, type Reader, type StoredValues } from '../hdf5/h5.js';
import { sizeOf } from '../hdf5/readBytes.js';
import { spendBytes } from '../hdf5/spend.js';
import type { CheckedStore } from './checkedStore.js';
import type { Zarrita } from './loadZarrita.js';

/** What zarrita returns for an array: numbers, or texts that are got one by one. */
interface Chunk {
  data: ArrayLike<unknown> & {
    buffer?: ArrayBufferLike;
    byteOffset?: number;
    byteLength?: number;
    get?(i: number): unknown;
  };
  stride: number[];
}

/** Chunks that are read at once: more would need more open files than the system may allow. */
const atOnce = 8;
/** What a chunk costs besides its values, about. */
const perChunk = 256;

function createQueue(signal: AbortSignal | undefined) {
  const waiting: (() => Promise<void>)[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      signal?.throwIfAborted();
      await next();
    }
  };
  return {
    add: (task: () => Promise<void>) => void waiting.push(task),
    onIdle: () => Promise.all(Array.from({ length: atOnce }, work)),
  };
}

/** Throws, before anything is read, if an array has more values or chunks than it may. */
function checkSizes(
  reader: Reader,
  dataset: Dataset,
  { chunks, shape }: ZarrArray<DataType, Readable>,
): void {
  const path = pathOf(dataset);
  if (
    !chunks.every((length) => Number.isSafeInteger(length) && length > 0) ||
    chunks.length !== shape.length
  ) {
    throw badElement({ path, expected: 'chunks of whole numbers, one per dimension', found: `${chunks}` });
  }
  const count = chunks.reduce((all, length, axis) => all * Math.ceil(shape[axis]! / length), 1);
  const ofChunk = chunks.reduce((a, b) => a * b, 1) * dataset.metadata.size;
  spendBytes(reader, path, sizeOf(dataset) * dataset.metadata.size + count * perChunk);
  if (count > 0 && reader.limits) spendBytes({ ...reader, limits: { ...reader.limits } }, path, ofChunk);
}

/** Whether values lie row after row. */
function isRowMajor(shape: readonly number[], stride: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis]! > 1 && stride[axis] !== step) return false;
    step *= shape[axis]!;
  }
  return true;
}

/** Reads an array. A scalar is its only chunk. */
async function load(
  zarr: Zarrita,
  array: ZarrArray<DataType, Readable>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Chunk['data']> {
  const queue = { createQueue: () => createQueue(signal) };
  const found = (
    array.shape.length === 0 ? await array.getChunk([]) : await zarr.get(array, null, queue)
  ) as Chunk;
  if (isRowMajor(array.shape, found.stride)) return found.data;
  throw badElement({ path, expected: 'values in rows (order C)', found: 'another order' });
}

/** The values of arrays, read beforehand, for the readers of elements. */
export async function loadValues(
  zarr: Zarrita,
  store: CheckedStore,
  reader: Reader,
  wanted: readonly (readonly [Dataset, ZarrArray<DataType, Readable>])[],
  signal: AbortSignal | undefined,
): Promise<StoredValues> {
  const values = new Map<Dataset, Chunk['data']>();
  for (const [dataset, array] of wanted) {
    if (dataset.shape === null || sizeOf(dataset) === 0) continue;
    signal?.throwIfAborted();
    checkSizes(reader, dataset, array);
    const isText = kindOf(dataset.metadata) === 'strings';
    const ofChunk = array.chunks.reduce((a, b) => a * b, dataset.metadata.size);
    const most = reader.limits?.bytes ?? Infinity;
    await store.expect({ path: pathOf(dataset), bytes: isText ? undefined : ofChunk, most });
    values.set(dataset, await load(zarr, array, pathOf(dataset), signal));
  }
  const valuesOf = (dataset: Dataset): Chunk['data'] => values.get(dataset) ?? new Uint8Array(0);
  return {
    bytes(dataset, rows) {
      const { buffer = new ArrayBuffer(0), byteOffset = 0 } = valuesOf(dataset);
      const width = (sizeOf(dataset) / Math.max(1, dataset.shape?.[0] ?? 1)) * dataset.metadata.size;
      const [from, to] = rows ?? [0, dataset.shape?.[0] ?? 1];
      return new Uint8Array(buffer.slice(byteOffset + from * width, byteOffset + to * width) as ArrayBuffer);
    },
    texts(dataset) {
      const found = valuesOf(dataset);
      return Array.from({ length: sizeOf(dataset) }, (_, i) =>
        textOf(dataset, found.get ? found.get(i) : found[i], i),
      );
    },
  };
}

function textOf(dataset: Dataset, value: unknown, entry: number): string {
  if (typeof value === 'string') return value;
  const found = `${typeof value} (entry ${entry})`;
  throw badElement({ path: pathOf(dataset), expected: 'text', found });
}
