import type { Metadata } from 'h5wasm';

/** HDF5 classes, as h5wasm numbers them. */
const [integer, float, text, other] = [0, 1, 3, 10];

const booleans = { type: integer, nmembers: 2, members: { FALSE: 0, TRUE: 1 } };

/** The type of a zarr array in the terms of HDF5, which the readers of elements know. */
export function hdf5Type(dtype: string): Partial<Metadata> {
  if (dtype === 'bool') return { type: integer, size: 1, signed: false, enum_type: booleans };
  const numbers = /^(u?int|float)(8|16|32|64)$/.exec(dtype);
  if (numbers) {
    const [, kind, bits] = numbers as unknown as [string, string, string];
    return { type: kind === 'float' ? float : integer, size: Number(bits) / 8, signed: kind !== 'uint' };
  }
  const isText = /^(string|v2:object|v2:[US]\d+)$/.test(dtype);
  return { type: isText ? text : other, size: bytesOf(dtype), signed: false, vlen: true };
}

/** Bytes of one value, about. */
function bytesOf(dtype: string): number {
  const [, kind, characters] = /^v2:([US])(\d+)$/.exec(dtype) ?? [];
  return kind === undefined ? 8 : Number(characters) * (kind === 'U' ? 4 : 1);
}
