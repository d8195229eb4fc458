import type { Dataset, Metadata } from 'h5wasm';
import type { NumberColumn } from '../../column.js';
import { badElement, foreignElement } from '../../hdf5/badElement.js';
import { checkNumberTypes } from '../../hdf5/checkNumberTypes.js';
import { decodeHalves, decodeLongDoubles } from '../../hdf5/decodeFloats.js';
import { pathOf, type Reader } from '../../hdf5/h5.js';
import { readBytes, readPointing, sizeOf } from '../../hdf5/readBytes.js';
import { spendBytes } from '../../hdf5/spend.js';
import { textDecoder } from '../../hdf5/textDecoder.js';
import { describe, kindOf } from './kindOf.js';

/** HDF5's class of floating-point numbers, as h5wasm numbers it. */
const floatClass = 1;

/** Most values to read at once: h5wasm's memory grows to hold them and never shrinks. */
const mostValues = 2 ** 20;

/** Values of one type as they lie in the file's bytes. */
export function decodeNumbers(
  bytes: Uint8Array,
  { type, enum_type: names, size, signed }: Metadata,
):
  | NumberColumn
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array {
  const { buffer } = bytes;
  if ((names ? names.type : type) === floatClass) {
    if (size === 2) return decodeHalves(bytes);
    if (size === 16) return decodeLongDoubles(bytes);
    return size === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
  }
  if (size === 8) return signed ? new BigInt64Array(buffer) : new BigUint64Array(buffer);
  if (size === 4) return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
  if (size === 2) return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
  return signed ? new Int8Array(buffer) : new Uint8Array(buffer);
}

/** Throws if the values aren't numbers or booleans, or are stored in a way that h5wasm doesn't know. */
function checkNumbers(reader: Reader, dataset: Dataset): void {
  if (!['numbers', 'booleans'].includes(kindOf(dataset.metadata))) {
    const found = describe(dataset);
    throw foreignElement({ path: pathOf(dataset), expected: 'numbers', found });
  }
  checkNumberTypes(reader, dataset);
}

type Numbers = ReturnType<typeof decodeNumbers>;

/** Reads numbers in pieces, in row-major order. */
function eachPiece(reader: Reader, dataset: Dataset, use: (values: Numbers, at: number) => void): void {
  const rows = dataset.shape![0] ?? 1;
  const width = sizeOf(dataset) / Math.max(1, rows);
  const step = Math.max(1, Math.floor(mostValues / Math.max(1, width)));
  for (let row = 0; row < rows && width > 0; row += step) {
    const bytes = readBytes(reader, dataset, [row, Math.min(rows, row + step)]);
    use(decodeNumbers(bytes, dataset.metadata), row * width);
    reader.onNumbers?.(width * (Math.min(rows, row + step) - row));
  }
}

function put(out: NumberColumn, values: Numbers, at: number): void {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    for (let i = 0; i < values.length; i++) out[at + i] = Number(values[i]);
  } else out.set(values, at);
}

/** Throws if a finite double is beyond the range of float32: it would become infinite. */
function checkRange(dataset: Dataset, values: Numbers, at: number): void {
  if (!(values instanceof Float64Array)) return;
  // By index: `findIndex` takes ten times as long.
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(Math.fround(value)) || !Number.isFinite(value)) continue;
    const expected = 'numbers up to 3.4e38, the range of float32';
    const found = `${value.toPrecision(4)} (entry ${at + i})`;
    throw foreignElement({ path: pathOf(dataset), expected, found });
  }
}

/**
 * Reads numbers and booleans as floats; integers beyond 2^24 are rounded.
 *
 * @throws Error if a number is beyond the range of float32.
 */
export function readFloats(reader: Reader, dataset: Dataset): Float32Array {
  checkNumbers(reader, dataset);
  spendBytes(reader, pathOf(dataset), sizeOf(dataset) * 4);
  const out = new Float32Array(sizeOf(dataset));
  eachPiece(reader, dataset, (values, at) => {
    checkRange(dataset, values, at);
    put(out, values, at);
  });
  return out;
}

/** Reads whole numbers that must be at least `least` and below `end`: codes, positions. Others aren't cut but refused. */
export function readWhole(reader: Reader, dataset: Dataset, least: number, end: number): Int32Array {
  const path = pathOf(dataset);
  checkNumbers(reader, dataset);
  spendBytes(reader, path, sizeOf(dataset) * 4);
  const out = new Int32Array(sizeOf(dataset));
  eachPiece(reader, dataset, (values, at) => {
    for (let i = 0; i < values.length; i++) {
      const value = Number(values[i]);
      if (!(Number.isInteger(value) && value >= least && value < end)) {
        const expected = end > least ? `whole numbers from ${least} to ${end - 1}` : 'no entries';
        throw badElement({ path, expected, found: `${values[i]} (entry ${at + i})` });
      }
      out[at + i] = value;
    }
  });
  return out;
}

/** Converts whole numbers to Int32Array if all fit; otherwise returns them unchanged. */
export function narrow(values: Float64Array): NumberColumn {
  return values.every((value) => value === (value | 0)) ? Int32Array.from(values) : values;
}

/** Throws if a 64-bit integer is none of those that a double holds. */
function checkExact(values: Numbers, path: string): void {
  if (!(values instanceof BigInt64Array || values instanceof BigUint64Array)) return;
  const found = (values as BigInt64Array).find((value) => BigInt(Number(value)) !== value);
  if (found === undefined) return;
  throw foreignElement({ path, expected: 'whole numbers that a double holds exactly', found: `${found}` });
}

/**
 * Reads numbers in their natural type.
 *
 * @throws Error for an integer that a double can't hold; `optional` leaves the element out.
 */
export function readNumbers(reader: Reader, dataset: Dataset): NumberColumn {
  checkNumbers(reader, dataset);
  const { type, size, signed, enum_type: names } = dataset.metadata;
  const length = sizeOf(dataset);
  const floats = (names ? names.type : type) === floatClass;
  const single = floats ? size <= 4 : size < 4 || (size === 4 && signed);
  spendBytes(reader, pathOf(dataset), length * (single ? 4 : 8));
  const shape = floats ? Float32Array : Int32Array;
  const out = new (single ? shape : Float64Array)(length);
  eachPiece(reader, dataset, (values, at) => {
    checkExact(values, pathOf(dataset));
    put(out, values, at);
  });
  return floats || single ? out : narrow(out as Float64Array);
}

/** Reads booleans. */
export function readBooleans(reader: Reader, dataset: Dataset): boolean[] {
  checkNumbers(reader, dataset);
  spendBytes(reader, pathOf(dataset), sizeOf(dataset) * 8);
  const out: boolean[] = [];
  eachPiece(reader, dataset, (values) => {
    for (const value of values) {
      if (Number(value) !== 0 && Number(value) !== 1) {
        const found = `${value} (entry ${out.length})`;
        throw badElement({ path: pathOf(dataset), expected: 'booleans: 0 or 1', found });
      }
      out.push(Boolean(value));
    }
  });
  return out;
}

/** Text of fixed length without its padding: what follows a zero that ends it, or zeros, or spaces, by `strpad` 0, 1 and 2. */
export function unpadded(text: Uint8Array, { strpad = 0 }: Metadata): Uint8Array {
  let end = strpad === 0 && text.includes(0) ? text.indexOf(0) : text.length;
  while (strpad === 2 && end > 0 && text[end - 1] === 32) end--;
  // As NumPy, which can't tell zeros at the end from padding.
  while (end > 0 && text[end - 1] === 0) end--;
  return text.subarray(0, end);
}

function readFixed(reader: Reader, dataset: Dataset, decode: ReturnType<typeof textDecoder>): string[] {
  const { size } = dataset.metadata;
  const bytes = readBytes(reader, dataset);
  return Array.from({ length: sizeOf(dataset) }, (_, entry) =>
    decode(unpadded(bytes.subarray(entry * size, (entry + 1) * size), dataset.metadata), entry),
  );
}

/** Reads all strings of a dataset; a scalar has one. */
export function readStrings(reader: Reader, dataset: Dataset): string[] {
  const path = pathOf(dataset);
  if (kindOf(dataset.metadata) !== 'strings') {
    throw foreignElement({ path, expected: 'text', found: describe(dataset) });
  }
  if (sizeOf(dataset) === 0) return [];
  spendBytes(reader, path, sizeOf(dataset) * Math.max(8, dataset.metadata.size));
  if (reader.elsewhere) return reader.elsewhere.texts(dataset);
  const decode = textDecoder(reader, path);
  if (!dataset.metadata.vlen) return readFixed(reader, dataset, decode);
  return readPointing(reader, dataset, (bytes, textAt) =>
    Array.from(new Uint32Array(bytes.buffer), (pointer, entry) => decode(textAt(pointer), entry)),
  );
}
