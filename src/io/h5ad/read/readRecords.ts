import type { CompoundMember, Dataset } from 'h5wasm';
import type { Matrix } from '../../../matrix/matrix.js';
import type { Column } from '../../column.js';
import { foreignElement } from '../../hdf5/badElement.js';
import { checkNumberTypes } from '../../hdf5/checkNumberTypes.js';
import { pathOf, type Reader } from '../../hdf5/h5.js';
import { readPointing, sizeOf } from '../../hdf5/readBytes.js';
import { spendBytes } from '../../hdf5/spend.js';
import { textDecoder } from '../../hdf5/textDecoder.js';
import { describe, kindOf } from './kindOf.js';
import { decodeNumbers, narrow, unpadded } from './readValues.js';

/** The bytes of one field, record after record, little-endian. HDF5 leaves the fields of records as they are in the file. */
function fieldBytes(bytes: Uint8Array, size: number, member: CompoundMember): Uint8Array {
  const { offset, size: width, array_type: array } = member;
  const out = new Uint8Array((bytes.length / size) * width);
  for (let from = offset, to = 0; to < out.length; from += size, to += width) {
    out.set(bytes.subarray(from, from + width), to);
  }
  const value = array ?? member;
  if (kindOf(value, true) !== 'numbers' || value.littleEndian) return out;
  for (let at = 0; at < out.length; at += value.size) out.subarray(at, at + value.size).reverse();
  return out;
}

/** Numbers in their natural type; undefined if a 64-bit integer doesn't fit into a double. */
function fieldNumbers(bytes: Uint8Array, member: CompoundMember): Column | undefined {
  const numbers = decodeNumbers(bytes, member);
  const exact = numbers instanceof BigInt64Array || numbers instanceof BigUint64Array;
  if (exact && (numbers as BigInt64Array).some((value) => BigInt(Number(value)) !== value)) return undefined;
  const doubles = Float64Array.from(numbers as Float64Array, Number);
  if (member.type !== 1) return narrow(doubles);
  return member.size >= 8 ? doubles : Float32Array.from(doubles);
}

function fieldMatrix(bytes: Uint8Array, { array_type: type }: CompoundMember): Matrix | undefined {
  if (type?.shape?.length !== 1 || kindOf(type, true) !== 'numbers') return undefined;
  const data = Float32Array.from(decodeNumbers(bytes, type) as Float64Array, Number);
  return { data, shape: [data.length / type.shape[0]!, type.shape[0]!] };
}

/**
 * Reads a dataset of records as one column per field, in order; undefined for a field without a counterpart here.
 *
 * @throws Error if the dataset isn't one of records, or holds numbers that h5wasm doesn't know.
 */
export function readRecords(
  reader: Reader,
  dataset: Dataset,
): [name: string, values: Column | Matrix | undefined][] {
  const { compound_type: record, size } = dataset.metadata;
  const path = pathOf(dataset);
  if (!record || dataset.shape?.length !== 1) {
    throw foreignElement({ path, expected: 'records', found: describe(dataset) });
  }
  checkNumberTypes(reader, dataset);
  spendBytes(reader, path, sizeOf(dataset) * size * 2);
  const decode = textDecoder(reader, path);
  return readPointing(reader, dataset, (bytes, textAt) =>
    record.members.map((member) => {
      const own = fieldBytes(bytes, size, member);
      if (member.array_type) return [member.name, fieldMatrix(own, member)];
      const kind = kindOf(member, true);
      if (kind === 'numbers') return [member.name, fieldNumbers(own, member)];
      if (kind === 'booleans') return [member.name, Array.from(own, Boolean)];
      if (kind !== 'strings') return [member.name, undefined];
      const texts = Array.from({ length: own.length / member.size }, (_, row) => {
        const text = own.subarray(row * member.size, (row + 1) * member.size);
        const pointer = member.vlen && new Uint32Array(text.slice().buffer)[0]!;
        return decode(pointer === false ? unpadded(text, member) : textAt(pointer), row);
      });
      return [member.name, texts];
    }),
  );
}
