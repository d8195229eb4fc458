/** Reads bytes of an HDF5 file: as many as there are, up to `length`. Positions are HDF5's. */
export type ReadAt = (at: number, length: number) => Uint8Array;

/** A message of an object header. */
interface Message {
  type: number;
  flags: number;
  body: Uint8Array;
}

/** Numbers that HDF5 gives kinds of messages. */
const [datatype, continuation] = [3, 16];
/** The flag of a message that is kept elsewhere, for several objects. */
const shared = 2;
/** Bounds of what is looked at: a damaged header may lead anywhere. */
const [longestBlock, mostBlocks] = [2 ** 20, 64];

/** The little-endian number of some bytes; NaN beyond the end. */
export function wordAt(bytes: Uint8Array, at: number, width: number): number {
  let word = 0;
  for (let i = width - 1; i >= 0; i--) word = word * 256 + (bytes[at + i] ?? Number.NaN);
  return word;
}

/** Part of an object header: where its messages are, and how they begin. */
interface Block {
  at: number;
  length: number;
  /** Bytes before a message's body: in headers of version 1 eight; in those of version 2 four, or six. */
  head: 8 | 4 | 6;
}

function firstBlock(read: ReadAt, address: number): Block | undefined {
  const prefix = read(address, 40);
  if (prefix[0] === 1) return { at: address + 16, length: wordAt(prefix, 8, 4), head: 8 };
  if (String.fromCharCode(...prefix.subarray(0, 4)) !== 'OHDR') return undefined;
  const flags = prefix[5]!;
  const width = 1 << (flags & 3);
  // Times, and bounds of the storage of attributes.
  const at = 6 + (flags & 32 ? 16 : 0) + (flags & 16 ? 4 : 0);
  return { at: address + at + width, length: wordAt(prefix, at, width), head: flags & 4 ? 6 : 4 };
}

function messagesIn(bytes: Uint8Array, head: Block['head']): Message[] {
  const messages: Message[] = [];
  for (let at = 0; at + head <= bytes.length; ) {
    const old = head === 8;
    const type = wordAt(bytes, at, old ? 2 : 1);
    const size = wordAt(bytes, at + (old ? 2 : 1), 2);
    const flags = bytes[at + (old ? 4 : 3)]!;
    messages.push({ type, flags, body: bytes.subarray(at + head, at + head + size) });
    at += head + size;
  }
  return messages;
}

function* messagesOf(read: ReadAt, address: number): Generator<Message> {
  const first = firstBlock(read, address);
  const blocks = first ? [first] : [];
  for (let i = 0; i < Math.min(blocks.length, mostBlocks); i++) {
    const { at, length, head } = blocks[i]!;
    for (const message of messagesIn(read(at, Math.min(length, longestBlock)), head)) {
      yield message;
      if (message.type !== continuation) continue;
      const [next, size] = [wordAt(message.body, 0, 8), wordAt(message.body, 8, 8)];
      // Blocks of version 2 have a signature before their messages, and a checksum after them.
      blocks.push(head === 8 ? { at: next, length: size, head } : { at: next + 4, length: size - 8, head });
    }
  }
}

/**
 * The type of an object as its header describes it, byte by byte; undefined if it isn't found. h5wasm says of a number only how
 * large it is.
 *
 * @param address - Where the object starts.
 */
export function typeMessage(read: ReadAt, address: number, named = false): Uint8Array | undefined {
  for (const { type, flags, body } of messagesOf(read, address)) {
    if (type !== datatype) continue;
    if (!(flags & shared)) return body;
    // A named type: the address of its object. Types in a heap of shared messages aren't followed.
    const [version, kind] = body;
    if (named || (version === 3 && kind !== 2)) return undefined;
    return typeMessage(read, wordAt(body, version === 1 ? 8 : 2, 8), true);
  }
  return undefined;
}
