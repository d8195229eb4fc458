import type { Dataset } from 'h5wasm';
import { foreignElement } from './badElement.js';
import { pathOf, type Reader, startOf, unchangingFile } from './h5.js';
import { type NumberType, numberTypes } from './numberTypes.js';
import { readingBytes } from './openBytes.js';
import { typeMessage } from './typeMessage.js';

/** IEEE 754 of 16, 32, 64 and 128 bits, and x86's format of 80: bytes, and `layout` of {@link NumberType}. */
const usualFloats = [
  '2: 0 16 15 10 5 0 10 15 2',
  '4: 0 32 31 23 8 0 23 127 2',
  '8: 0 64 63 52 11 0 52 1023 2',
  '16: 0 128 127 112 15 0 112 16383 2',
  '16: 0 80 79 64 15 0 64 16383 0',
];

const isUsual = ({ float, size, layout }: NumberType): boolean =>
  float ? usualFloats.includes(`${size}: ${layout}`) : layout === `0 ${size * 8}`;

function described({ float, size, layout }: NumberType): string {
  if (!float) {
    const [first, bits] = layout.split(' ');
    return `integers of ${bits} bits, from bit ${first} on, in ${size * 8}`;
  }
  const [, , , , exponent, , fraction, bias] = layout.split(' ');
  return `floats of ${size} bytes with another layout (${exponent} bits of exponent, ${fraction} of fraction, bias ${bias})`;
}

/**
 * Throws if a dataset's numbers, or those in its records, aren't stored as usual. HDF5 allows any number of bits in any place.
 * h5wasm reads them as if they were the usual ones, which gives other values.
 */
export function checkNumberTypes(reader: Reader, dataset: Dataset): void {
  // Arrays of zarr have no such types.
  if (unchangingFile(dataset) === undefined) return;
  const { file, address } = startOf(reader, dataset) ?? {};
  if (file === undefined || address === undefined) return;
  const type = readingBytes(reader.h5, file, (read) => typeMessage(read, address));
  const odd = type && numberTypes(type).find((number) => !isUsual(number));
  if (!odd) return;
  const expected = 'IEEE floating-point numbers, or integers that use all their bits';
  throw foreignElement({ path: pathOf(dataset), expected, found: described(odd) });
}
