import type { Dataset, Group } from 'h5wasm';
import type { NumberColumn } from '../../column.js';
import { createBooleans } from '../../hdf5/booleanType.js';
import type { Writer } from '../../hdf5/h5.js';

type Numbers = NumberColumn | Int8Array;

/** Arrays of at least this length are compressed, in chunks of about `chunk` values. */
const compressFrom = 4096;
const chunk = 2 ** 16;
/** Most values to pass at once: h5wasm's memory grows to hold them and never shrinks. */
const mostValues = 2 ** 22;

/** Marks an element with its anndata type and version. */
export function encode<T extends Group | Dataset>(element: T, type: string, version: string): T {
  element.create_attribute('encoding-type', type);
  element.create_attribute('encoding-version', version);
  return element;
}

/** Creates a marked group in `parent`. */
export function createGroup(parent: Group, name: string, type: string, version = '0.1.0'): Group {
  return encode(parent.create_group(name), type, version);
}

function* writeCompressed(
  parent: Group,
  name: string,
  data: Numbers,
  shape: readonly number[],
): Generator<number, Dataset> {
  const [rows, ...rest] = shape as readonly [number, ...number[]];
  const width = rest.reduce((a, b) => a * b, 1);
  const step = stepOf(width);
  const dataset = parent.create_dataset({
    name,
    data: data.subarray(0, Math.min(rows, step) * width),
    shape: [Math.min(rows, step), ...rest],
    maxshape: [...shape],
    chunks: [Math.min(rows, Math.max(1, Math.floor(chunk / width))), ...rest],
    compression: 'gzip',
    compression_opts: 4,
  });
  yield Math.min(rows, step) * width;
  if (rows > step) dataset.resize([...shape]);
  yield* writePieces(dataset, data, shape, step);
  return dataset;
}

/** Number of rows to pass at once. */
const stepOf = (width: number): number => Math.max(1, Math.floor(mostValues / width));

/** Writes the values into a dataset, from this row on. Yields the number of values of each piece. */
export function* writePieces(
  dataset: Dataset,
  data: Numbers,
  shape: readonly number[],
  from: number,
): Generator<number, void> {
  const [rows = 1, ...rest] = shape;
  const width = rest.reduce((a, b) => a * b, 1);
  const step = stepOf(width);
  for (let row = from; row < rows; row += step) {
    const end = Math.min(rows, row + step);
    dataset.write_slice([[row, end]], data.subarray(row * width, end * width));
    yield (end - row) * width;
  }
}

/** Writes numbers as a dataset of the given shape, in row-major order. Yields the number of values of each piece. */
export function* numbersInPieces(
  parent: Group,
  name: string,
  data: Numbers,
  shape: readonly number[] = [data.length],
): Generator<number, void> {
  const small = data.length < compressFrom;
  const dataset = small
    ? parent.create_dataset({ name, data, shape: [...shape] })
    : yield* writeCompressed(parent, name, data, shape);
  encode(dataset, shape.length ? 'array' : 'numeric-scalar', '0.2.0');
  if (small) yield data.length;
}

/** Writes numbers as {@link numbersInPieces} does, without a stop. */
export function writeNumbers(...given: Parameters<typeof numbersInPieces>): void {
  finish(numbersInPieces(...given));
}

/** Runs work in pieces to its end. */
export function finish(work: Iterator<number, void>): void {
  while (!work.next().done);
}

/** Writes booleans as a dataset, which `finishBooleans` must finish. */
export function writeBooleans(
  writer: Writer,
  parent: Group,
  name: string,
  values: readonly boolean[],
  shape: readonly number[] = [values.length],
): void {
  encode(
    createBooleans(writer, parent, name, values, shape),
    shape.length ? 'array' : 'numeric-scalar',
    '0.2.0',
  );
}

/** Writes text as a dataset: one string if `shape` is empty, otherwise an array of strings. */
export function writeStrings(
  parent: Group,
  name: string,
  values: readonly string[],
  shape: readonly number[] = [values.length],
): void {
  const dataset = parent.create_dataset({ name, data: [...values], shape: [...shape], dtype: 'S' });
  encode(dataset, shape.length ? 'string-array' : 'string', '0.2.0');
}
