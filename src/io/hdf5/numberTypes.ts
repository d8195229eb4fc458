import { wordAt } from './typeMessage.js';

/** How an integer or a floating-point number lies in a file. */
export interface NumberType {
  float: boolean;
  /** In bytes. */
  size: number;
  /**
   * Its bits, as numbers in a row. Of an integer: the first bit, how many. Of a float: the first bit, how many, the sign's place,
   * place and length of the exponent and of the fraction, the bias of the exponent, how the fraction begins.
   */
  layout: string;
}

/** HDF5's classes of types. */
const [whole, float, opaque, record, enumeration, list, array] = [0, 1, 5, 6, 8, 9, 10];
/** Bytes that follow the head of a type, by class: of types that hold no other types. */
const plainLengths: Record<number, number> = { [whole]: 4, [float]: 12, 2: 2, 3: 0, 4: 4, 7: 0 };
const headLength = 8;

function layoutOf(bytes: Uint8Array, at: number, kind: number, bits: number): string {
  const extent = [wordAt(bytes, at, 2), wordAt(bytes, at + 2, 2)];
  if (kind === whole) return extent.join(' ');
  const places = [bits >> 8, ...bytes.subarray(at + 4, at + 8), wordAt(bytes, at + 8, 4), (bits >> 4) & 3];
  // Bytes in the order of VAX computers, which no anndata writes.
  return [...extent, ...places, ...(bits & 64 ? ['VAX'] : [])].join(' ');
}

/** Where a name ends; before version 3, names are padded to a multiple of eight bytes. */
function afterName(bytes: Uint8Array, at: number, version: number): number {
  const length = bytes.indexOf(0, at) + 1 - at;
  return at + (version < 3 ? Math.ceil(length / 8) * 8 : length);
}

/** Where the type of a record's field begins: its name, its offset in the record and, in version 1, its dimensions come first. */
function fieldType(bytes: Uint8Array, at: number, version: number, size: number): number {
  const named = afterName(bytes, at, version);
  if (version < 3) return named + (version === 1 ? 32 : 4);
  return named + Math.ceil((32 - Math.clz32(size)) / 8);
}

/** Reads the type at a position, and returns where it ends; a class without numbers that isn't known ends everything. */
function walk(bytes: Uint8Array, start: number, found: NumberType[]): number {
  const [kind, version] = [bytes[start]! & 15, bytes[start]! >> 4];
  const [bits, size] = [wordAt(bytes, start + 1, 3), wordAt(bytes, start + 4, 4)];
  let at = start + headLength;
  // Also in case of a position beyond the end.
  if (!(at <= bytes.length)) return Number.NaN;
  if (kind === whole || kind === float)
    found.push({ float: kind === float, size, layout: layoutOf(bytes, at, kind, bits) });
  if (kind in plainLengths) return at + plainLengths[kind]!;
  if (kind === opaque) return at + (bits & 255);
  if (kind === list) return walk(bytes, at, found);
  if (kind === array) {
    const dimensions = bytes[at]!;
    return walk(bytes, at + (version < 3 ? 4 + 8 * dimensions : 1 + 4 * dimensions), found);
  }
  const members = bits & 0xffff;
  if (kind === record) {
    for (let i = 0; i < members && at < bytes.length; i++)
      at = walk(bytes, fieldType(bytes, at, version, size), found);
    return at;
  }
  if (kind !== enumeration) return Number.NaN;
  at = walk(bytes, at, found);
  for (let i = 0; i < members && at < bytes.length; i++) at = afterName(bytes, at, version);
  return at + members * size;
}

/** All numbers in a type's description as it stands in a file: itself, or the fields of records. */
export function numberTypes(type: Uint8Array): NumberType[] {
  const found: NumberType[] = [];
  walk(type, 0, found);
  return found;
}
