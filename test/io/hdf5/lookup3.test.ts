import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lookup3 } from '../../../src/io/hdf5/lookup3.js';
import { fixture } from '../fixtures.js';

test("the checksum that HDF5 has stored, and the one in Bob Jenkins' text", () => {
  const bytes = readFileSync(fixture('richNewest'));
  expect(lookup3(bytes.subarray(0, 44))).toBe(bytes.readUInt32LE(44));
  expect(lookup3(new TextEncoder().encode('Four score and seven years ago'))).toBe(0x17770551);
});
