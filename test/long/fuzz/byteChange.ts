import fc from 'fast-check';
import type { Change } from './format.js';

/** Numbers at and beyond every bound of what a file may hold, as bytes of a little-endian word. */
export const edgeValues: readonly bigint[] = [
  ...[0n, 1n, 2n, 3n, 4n, 7n, 8n, 16n, 127n, 128n, 255n, 256n, 1000n, 32767n, 32768n, 65535n, 65536n],
  ...[10n ** 9n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 40n, 2n ** 53n, 2n ** 62n],
  ...[2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n - 2n],
];

/** Writes the low bytes of a number, little-endian, as far as the file goes. */
export function putWord(bytes: Uint8Array, at: number, width: number, value: bigint): void {
  for (let i = 0; i < width && at + i < bytes.length; i++)
    bytes[at + i] = Number((value >> BigInt(8 * i)) & 255n);
}

/** Reads a little-endian number. */
export function wordAt(bytes: Uint8Array, at: number, width: number): bigint {
  let value = 0n;
  for (let i = width - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
  return value;
}

const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

type Edit = (bytes: Uint8Array) => Uint8Array;

/** A place, as a share of the file, so that one sample suits files of any length. */
const place = fc.nat(2 ** 30 - 1).map((share) => (length: number) => Math.floor((share / 2 ** 30) * length));
const length = fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 2000 }));

const flipped: fc.Arbitrary<Edit> = fc.tuple(place, fc.nat(7)).map(([at, bit]) => (bytes) => {
  const copy = bytes.slice();
  if (copy.length) copy[at(copy.length)]! ^= 1 << bit;
  return copy;
});

const overwritten: fc.Arbitrary<Edit> = fc
  .tuple(place, fc.constantFrom(1, 2, 4, 8), fc.constantFrom(...edgeValues))
  .map(([at, width, value]) => (bytes) => {
    const copy = bytes.slice();
    // Fields of a width start at its multiples, mostly.
    putWord(copy, at(copy.length) & ~(width - 1), width, value);
    return copy;
  });

const cut: fc.Arbitrary<Edit> = fc.tuple(place, length).map(
  ([at, size]) =>
    (bytes) =>
      joined(bytes.subarray(0, at(bytes.length)), bytes.subarray(at(bytes.length) + size)),
);

const truncated: fc.Arbitrary<Edit> = place.map((at) => (bytes) => bytes.slice(0, at(bytes.length)));

const duplicated: fc.Arbitrary<Edit> = fc.tuple(place, length).map(([at, size]) => (bytes) => {
  const end = at(bytes.length) + size;
  return joined(bytes.subarray(0, end), bytes.subarray(at(bytes.length)));
});

const swapped: fc.Arbitrary<Edit> = fc.tuple(place, place, length).map(([a, b, size]) => (bytes) => {
  const copy = bytes.slice();
  const [from, to] = [a(bytes.length), b(bytes.length)];
  copy.set(bytes.subarray(from, Math.min(from + size, bytes.length - to + from)), to);
  copy.set(bytes.subarray(to, Math.min(to + size, bytes.length - from + to)), from);
  return copy;
});

const zeroed: fc.Arbitrary<Edit> = fc.tuple(place, length).map(([at, size]) => (bytes) => {
  const copy = bytes.slice();
  return copy.fill(0, at(bytes.length), at(bytes.length) + size);
});

/** Any change of bytes: flipped bits, overwritten words, cut, duplicated, swapped and zeroed blocks, of one of the files. */
export const byteChange: fc.Arbitrary<Change> = fc
  .tuple(
    fc.nat(1000),
    fc.oneof(flipped, overwritten, overwritten, cut, truncated, duplicated, swapped, zeroed),
  )
  .map(
    ([which, edit]) =>
      (files) =>
        files.map((bytes, i) => (i === which % files.length ? edit(bytes) : bytes)),
  );
