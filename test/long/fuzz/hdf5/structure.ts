import fc from 'fast-check';
import { edgeValues, putWord, wordAt } from '../byteChange.js';
import type { Change } from '../format.js';
import { type Place, type Places, placesOf } from './places.js';

const known = new WeakMap<Uint8Array, Places>();

/** The fields of a file that isn't changed yet; of one that is, those of the file it was. */
function places(bytes: Uint8Array): Places {
  const found = known.get(bytes) ?? placesOf(bytes);
  known.set(bytes, found);
  return found;
}

/** A copy that keeps what is known about the places. */
function copied(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  known.set(copy, places(bytes));
  return copy;
}

/** What a field becomes: a number at a bound, its own value changed a little, or the value of another field of its kind. */
type NewValue = (bytes: Uint8Array, place: Place, others: readonly Place[]) => bigint;

const newValue: fc.Arbitrary<NewValue> = fc.oneof(
  fc.constantFrom(...edgeValues).map(
    (value): NewValue =>
      () =>
        value,
  ),
  fc.constantFrom(1n, -1n, 8n, -8n, 1000n).map(
    (step): NewValue =>
      (bytes, { at, width }) =>
        wordAt(bytes, at, width) + step,
  ),
  fc.nat(63).map(
    (bit): NewValue =>
      (bytes, { at, width }) =>
        wordAt(bytes, at, width) ^ (1n << BigInt(bit % (8 * width))),
  ),
  fc.constant<NewValue>((bytes, { at, width }) => 2n * wordAt(bytes, at, width)),
  fc.constantFrom(0n, 1n, -1n).map(
    (step): NewValue =>
      (bytes) =>
        BigInt(bytes.length) + step,
  ),
  fc.nat(1e6).map(
    (which): NewValue =>
      (bytes, _, others) => {
        const { at, width } = others[which % others.length]!;
        return wordAt(bytes, at, width);
      },
  ),
);

/** A field of the structure gets another value. Every kind of field has the same chance. */
const fieldChanged: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(1e6), fc.nat(1e6), newValue)
  .map(([kind, which, value]) => ([bytes]) => {
    const all = [...places(bytes!).values()];
    const fields = all[kind % all.length]!;
    const place = fields[which % fields.length]!;
    const copy = copied(bytes!);
    const others = fields.filter(({ width }) => width === place.width);
    putWord(copy, place.at, place.width, BigInt.asUintN(64, value(copy, place, others)));
    return [copy];
  });

/** Words of anndata, and names that mean something to it or to JavaScript. */
const words = [
  ...[
    'csr_matrix',
    'csc_matrix',
    'dataframe',
    'categorical',
    'array',
    'string-array',
    'dict',
    'string',
    'rec-array',
  ],
  ...[
    'nullable-integer',
    'nullable-boolean',
    'numeric-scalar',
    'null',
    'raw',
    'encoding-type',
    'encoding-version',
  ],
  ...[
    'shape',
    'indptr',
    'indices',
    'data',
    'codes',
    'categories',
    'ordered',
    'column-order',
    '_index',
    'values',
    'mask',
  ],
  ...[
    'obs',
    'var',
    'obsm',
    'uns',
    'layers',
    'X',
    '__proto__',
    'constructor',
    '__categories',
    '0.1.0',
    '0.2.0',
  ],
];

/** A word of the file becomes another, cut or padded to its length. */
const wordChanged: fc.Arbitrary<Change> = fc
  .tuple(fc.constantFrom(...words), fc.nat(1000), fc.constantFrom(...words))
  .map(([from, which, to]) => ([bytes]) => {
    const copy = copied(bytes!);
    const file = Buffer.from(copy.buffer);
    const found: number[] = [];
    for (let at = file.indexOf(from); at >= 0; at = file.indexOf(from, at + 1)) found.push(at);
    if (found.length)
      file.write(to.slice(0, from.length).padEnd(from.length, '\0'), found[which % found.length]!, 'latin1');
    return [copy];
  });

/** Changes that know where an HDF5 file has its sizes, types and addresses, and which words anndata looks for. */
export const hdf5Structure: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: fieldChanged },
  { weight: 1, arbitrary: wordChanged },
);
