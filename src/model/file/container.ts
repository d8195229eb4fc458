import { failure } from '../../check/errors.js';
import { listed } from '../../check/quoted.js';
import { crc32 } from './crc32.js';
import { hasProtoKey, tooIntricate, tooLong } from './headerText.js';

/** One array of a model file, under its path: `variables/0`, `optimizers/0/1`, `best/2`, … */
export interface NamedArray {
  path: string;
  shape: readonly number[];
  data: Float32Array;
}

/** The two parts of a model file. */
export interface Container {
  /** Plain JSON. */
  header: Record<string, unknown>;
  arrays: NamedArray[];
}

/** How the header describes an array. */
interface Block {
  path: string;
  shape: readonly number[];
  /** Checksum of the array's bytes. */
  crc32: number;
}

/** First four bytes: 'ZBIO'. */
const magic = 0x4f49425a;
/** Version of the layout, for messages and {@link unpackContainer}. */
export const formatVersion = 3;
const preamble = 16;

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const blockOf = ({ path, shape, data }: NamedArray): Block => ({
  path,
  shape,
  crc32: crc32(bytesOf(data)),
});

/** Checksum of all before the blocks but the word that holds it. Through the blocks' checksums it covers the whole file. */
function headChecksum(file: ArrayBuffer, headerBytes: number): number {
  return crc32(new Uint8Array(file, preamble, headerBytes), crc32(new Uint8Array(file, 0, 12)));
}

function headerText(header: Record<string, unknown>, arrays: readonly NamedArray[]): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify({ ...header, arrays: arrays.map(blockOf) }));
  const limit = tooLong(text.length) ?? tooIntricate(text);
  if (limit) throw failure('ZBIO_BAD_VALUE', `save: the model needs ${limit}, and load would refuse it.`);
  return text;
}

/**
 * Packs one file: magic 'ZBIO', format version, header length and checksum (uint32 each, little-endian), the header as JSON padded
 * with spaces to a multiple of four bytes, then all arrays as float32, little-endian, in the header's order, with nothing between or
 * behind them.
 *
 * The header holds the CRC-32 of every array, and the checksum at the front is that of everything before the arrays: no bit of the
 * file is without one.
 */
export function packContainer({ header, arrays }: Container): ArrayBuffer {
  const text = headerText(header, arrays);
  const headerBytes = Math.ceil(text.length / 4) * 4;
  const values = arrays.reduce((sum, { data }) => sum + data.length, 0);
  const file = new ArrayBuffer(preamble + headerBytes + 4 * values);
  const view = new DataView(file);
  [magic, formatVersion, headerBytes].forEach((word, i) => {
    view.setUint32(4 * i, word, true);
  });
  new Uint8Array(file, preamble, headerBytes).fill(0x20).set(text);
  view.setUint32(12, headChecksum(file, headerBytes), true);
  let offset = preamble + headerBytes;
  for (const { data } of arrays) {
    new Float32Array(file, offset, data.length).set(data);
    offset += data.byteLength;
  }
  return file;
}

const refuse = (what: string, next = 'Save the model again, or use another copy.'): never => {
  throw failure('ZBIO_BAD_FILE', `load: expected a zbio model file, received ${what}. ${next}`);
};

/** Whether a file begins as a model file does. */
export function isModelFile(head: ArrayBuffer): boolean {
  return head.byteLength >= 4 && new DataView(head).getUint32(0, true) === magic;
}

/** The length of the header. Throws on a foreign file or an unsupported format version. */
function headerLength(file: ArrayBuffer): number {
  if (file.byteLength >= 4 && !isModelFile(file)) refuse('a file of another kind');
  if (file.byteLength < preamble) refuse(`${file.byteLength} bytes`);
  const view = new DataView(file);
  const [version, length] = [view.getUint32(4, true), view.getUint32(8, true)];
  if (version !== formatVersion) {
    const next = version < formatVersion ? 'Fit the model again.' : 'Update zbio.';
    refuse(`format version ${version}; this zbio reads version ${formatVersion}`, next);
  }
  const limit = tooLong(length);
  if (limit) refuse(limit);
  if (preamble + length > file.byteLength) refuse('a truncated one (the header is incomplete)');
  return length;
}

function parseHeader(text: Uint8Array): Record<string, unknown> {
  const limit = tooIntricate(text);
  if (limit) refuse(limit);
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
    if (typeof header === 'object' && header && !Array.isArray(header) && !hasProtoKey(header)) {
      return { ...header };
    }
  } catch {}
  return refuse('one whose header is no plain JSON object');
}

// The limits keep products of sizes finite.
const isShape = (shape: unknown): boolean =>
  Array.isArray(shape) &&
  shape.length <= 8 &&
  shape.every((size) => Number.isInteger(size) && size >= 0 && size <= 2 ** 32);

const isBlock = (block: unknown): block is Block => {
  const { path, shape, crc32 } = (block ?? {}) as Partial<Record<keyof Block, unknown>>;
  return typeof path === 'string' && isShape(shape) && Number.isInteger(crc32);
};

const valuesOf = ({ shape }: Block): number => shape.reduce((a, b) => a * b, 1);

/** The list of arrays. Throws unless they fill the rest of the file exactly. */
function readBlocks(list: unknown, bytes: number): Block[] {
  if (!Array.isArray(list) || !list.every(isBlock)) return refuse('one with a damaged list of arrays');
  const blocks: Block[] = list;
  if (new Set(blocks.map(({ path }) => path)).size < blocks.length) refuse('one with two arrays of one name');
  const declared = blocks.reduce((sum, block) => sum + 4 * valuesOf(block), 0);
  if (declared > bytes) refuse(`a truncated one (${bytes} bytes of arrays instead of ${declared})`);
  if (declared < bytes) refuse(`one with ${bytes - declared} bytes too many`);
  return blocks;
}

/**
 * Splits a file into its parts. Nothing is taken out of it before its checksums and its sizes are right.
 *
 * @throws Error (`ZBIO_BAD_FILE`) on a foreign, truncated or damaged file, naming the damaged parts, or an unsupported format version.
 */
export function unpackContainer(file: ArrayBuffer): Container {
  const length = headerLength(file);
  if (new DataView(file).getUint32(12, true) !== headChecksum(file, length)) {
    refuse('one whose header is damaged (its checksum differs)');
  }
  const { arrays: list, ...header } = parseHeader(new Uint8Array(file, preamble, length));
  let offset = preamble + length;
  const damaged: string[] = [];
  const arrays = readBlocks(list, file.byteLength - offset).map((block) => {
    const { path, shape } = block;
    const data = new Float32Array(file.slice(offset, offset + 4 * valuesOf(block)));
    offset += data.byteLength;
    if (crc32(bytesOf(data)) !== block.crc32) damaged.push(`'${path}'`);
    return { path, shape, data };
  });
  if (damaged.length) refuse(`one whose arrays ${listed(damaged)} are damaged (their checksums differ)`);
  return { header, arrays };
}
