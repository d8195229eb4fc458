import { expect, test } from 'vitest';
import { decodeLongDoubles } from '../../../src/io/hdf5/decodeFloats.js';

/** 1, 2, 4, … as long doubles of 16 bytes. */
function longDoubles(layout: 'x86' | 'quadruple', count: number): Uint8Array {
  const bytes = new Uint8Array(16 * count);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i++) {
    if (layout === 'x86') view.setUint8(16 * i + 7, 128);
    view.setUint16(16 * i + (layout === 'x86' ? 8 : 14), 16383 + i, true);
  }
  return bytes;
}

const powers = [1, 2, 4, 8, 16, 32];

test('long doubles of x86 without their leading 1 are no numbers, but 0 is', () => {
  const bytes = longDoubles('x86', 6);
  bytes[16 + 7] = 127;
  bytes.fill(0, 32, 48);
  expect([...decodeLongDoubles(bytes)]).toEqual([1, Number.NaN, 0, 8, 16, 32]);
});

test.each(['x86', 'quadruple'] as const)('long doubles: %s, by what most of them are', (layout) => {
  const bytes = longDoubles(layout, 6);
  expect([...decodeLongDoubles(bytes)]).toEqual(powers);
  // One that is valid in neither layout.
  bytes.set(new Uint8Array(16).fill(7), 32);
  const found = decodeLongDoubles(bytes);
  expect(powers.filter((power, i) => found[i] === power)).toEqual([1, 2, 8, 16, 32]);
  expect([...decodeLongDoubles(new Uint8Array(32))]).toEqual([0, 0]);
});
