import { inNode } from '../../platform/inNode.js';

let table: Int32Array | undefined;

/** One remainder per byte, for the reversed polynomial 0xEDB88320. */
function remainders(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
}

/** {@link crc32} for browsers, whose platform has no checksum, and digests on secure pages only. */
export function plainCrc32(bytes: Uint8Array, before = 0): number {
  table ??= remainders();
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}

/**
 * CRC-32 as in zip, gzip and PNG. It differs between any two inputs of one length that differ in one bit, or within 32 bits in a row.
 *
 * @param before - The checksum of what comes before these bytes; default 0, for nothing.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  return inNode()
    ? globalThis.process.getBuiltinModule('node:zlib').crc32(bytes, before)
    : plainCrc32(bytes, before);
}
