import { wordAt } from '../byteChange.js';

/** A field of an HDF5 file's structure. */
export interface Place {
  at: number;
  /** Bytes. */
  width: number;
}

/** Fields by what they belong to: 'dataspace', 'datatype', 'layout', 'tree', 'heap', … */
export type Places = Map<string, Place[]>;

/** Names of the messages of object headers. */
const messages: Record<number, string> = {
  1: 'dataspace',
  2: 'link info',
  3: 'datatype',
  5: 'fill value',
  6: 'link',
  8: 'layout',
  10: 'group info',
  11: 'filters',
  12: 'attribute',
  16: 'continuation',
  17: 'symbol table',
};

/**
 * Finds the fields of a sound file's structure: superblock, object headers and their messages, trees, tables of symbols, heaps.
 * Follows the addresses in files of the old layout, which h5py and zbio write; headers of the new layout are found by their signature.
 */
export function placesOf(bytes: Uint8Array): Places {
  const places: Places = new Map();
  const seen = new Set<number>();
  const add = (kind: string, at: number, ...widths: number[]): number => {
    for (const width of widths) {
      if (at + width <= bytes.length) places.set(kind, [...(places.get(kind) ?? []), { at, width }]);
      at += width;
    }
    return at;
  };
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  const address = (at: number) => Number(wordAt(bytes, at, 8));

  /** A message's body: its first bytes one by one, all of it as words. */
  const body = (kind: string, at: number, size: number) => {
    for (let i = 0; i < Math.min(size, 12); i++) add(kind, at + i, 1);
    for (let i = 0; i + 4 <= Math.min(size, 120); i += 4) add(kind, at + i, 4);
    for (let i = 0; i + 8 <= Math.min(size, 200); i += 8) add(kind, at + i, 8);
  };
  const block = (start: number, end: number) => {
    for (let at = start; at + 8 <= Math.min(end, bytes.length); ) {
      const [type, size] = [Number(wordAt(bytes, at, 2)), Number(wordAt(bytes, at + 2, 2))];
      add('message header', at, 2, 2, 1);
      body(messages[type] ?? 'other message', at + 8, size);
      if (type === 16) block(address(at + 8), address(at + 8) + address(at + 16));
      if (type === 17) tree(address(at + 8));
      if (type === 17) heap(address(at + 16));
      if (type === 8 && bytes[at + 8] === 3 && bytes[at + 9] === 2) tree(address(at + 11));
      at += 8 + size;
    }
  };
  const header = (at: number) => {
    if (seen.has(at) || bytes[at] !== 1) return;
    seen.add(at);
    add('object header', at, 1, 1, 2, 4, 4);
    block(at + 16, at + 16 + Number(wordAt(bytes, at + 8, 4)));
  };
  const symbols = (at: number) => {
    if (seen.has(at) || text(at) !== 'SNOD') return;
    seen.add(at);
    add('symbols', at + 4, 1, 1, 2);
    for (let i = 0; i < Number(wordAt(bytes, at + 6, 2)); i++) {
      const entry = at + 8 + 40 * i;
      add('symbols', entry, 8, 8, 4, 4, 8, 8);
      header(address(entry + 8));
    }
  };
  const tree = (at: number) => {
    if (seen.has(at) || text(at) !== 'TREE') return;
    seen.add(at);
    const [isGroup, level, count] = [bytes[at + 4] === 0, bytes[at + 5]!, Number(wordAt(bytes, at + 6, 2))];
    add('tree', at + 4, 1, 1, 2, 8, 8);
    for (let i = 0; isGroup && i < count; i++) {
      const child = add('tree', at + 24 + 16 * i, 8);
      add('tree', child, 8);
      if (level > 0) tree(address(child));
      else symbols(address(child));
    }
    if (!isGroup) body('tree of chunks', at + 24, 200);
  };
  const heap = (at: number) => {
    if (text(at) === 'HEAP') add('local heap', at, 4, 1, 1, 2, 8, 8, 8);
  };

  const start = superblock(bytes);
  if (bytes[start + 8]! < 2) {
    add('superblock', start + 8, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 4, 8, 8, 8, 8, 8, 8, 4, 4, 8, 8);
    header(start + address(start + 64));
  } else add('superblock', start + 8, 1, 1, 1, 1, 8, 8, 8, 8, 4);
  for (let at = 0; at + 16 < bytes.length; at += 8) {
    if (text(at) === 'GCOL') globalHeap(bytes, at, add);
  }
  for (let at = 0; at + 16 < bytes.length; at++) {
    if (bytes[at] === 0x4f && ['OHDR', 'OCHK'].includes(text(at))) body('new object header', at + 4, 200);
  }
  return places;
}

/** Where the file proper starts. */
function superblock(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at = at === 0 ? 512 : at * 2)
    if (bytes[at] === 0x89 && bytes[at + 1] === 0x48) return at;
  return 0;
}

/** A collection of texts. */
function globalHeap(
  bytes: Uint8Array,
  start: number,
  add: (kind: string, at: number, ...widths: number[]) => number,
): void {
  const end = start + Number(wordAt(bytes, start + 8, 8));
  add('global heap', start, 4, 1, 1, 2, 8);
  for (let at = start + 16, i = 0; at + 16 <= Math.min(end, bytes.length) && i < 40; i++) {
    const size = Number(wordAt(bytes, at + 8, 8));
    add('global heap', at, 2, 2, 4, 8);
    if (wordAt(bytes, at, 2) === 0n) return;
    at += 16 + Math.ceil(size / 8) * 8;
  }
}
