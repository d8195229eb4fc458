import { crc32 } from 'node:zlib';

/** A model file, taken apart for changes. */
export interface Parts {
  // biome-ignore lint/suspicious/noExplicitAny: a test changes whatever it likes
  header: any;
  blocks: Uint8Array;
}

/** Splits a file by the layout in `container.ts`, without any check. */
export function takeApart(file: ArrayBuffer): Parts {
  const length = new DataView(file).getUint32(8, true);
  const text = new TextDecoder().decode(new Uint8Array(file, 16, length));
  return { header: JSON.parse(text), blocks: new Uint8Array(file.slice(16 + length)) };
}

/** A file with right checksums around any header: what a hostile author can make. */
export function forge(text: string | Uint8Array, blocks: Uint8Array): ArrayBuffer {
  const head = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const file = new Uint8Array(16 + head.length + blocks.length);
  file.set([0x5a, 0x42, 0x49, 0x4f]);
  const view = new DataView(file.buffer);
  view.setUint32(4, 3, true);
  view.setUint32(8, head.length, true);
  file.set(head, 16);
  file.set(blocks, 16 + head.length);
  view.setUint32(12, crc32(head, crc32(file.subarray(0, 12))), true);
  return file.buffer;
}

/** The same with a changed header, and the checksums of the arrays as the blocks now are. */
export function putTogether({ header, blocks }: Parts): ArrayBuffer {
  let offset = 0;
  for (const array of Array.isArray(header?.arrays) ? header.arrays : []) {
    if (!Array.isArray(array?.shape)) continue;
    const size = 4 * array.shape.reduce((a: number, b: number) => a * b, 1);
    array.crc32 = crc32(blocks.subarray(offset, offset + size));
    offset += size;
  }
  return forge(JSON.stringify(header), blocks);
}
