import { failure } from '../../check/errors.js';
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

/** First four bytes: 'ZBIO'. */
const magic = 0x4f49425a;
const formatVersion = 2;
const preamble = 12;

/**
 * Packs one file: magic 'ZBIO', format version and header length (uint32 each, little-endian), the header as JSON padded with
 * spaces to a multiple of four bytes, then all arrays as float32, little-endian, in the header's order.
 */
export function packContainer({ header, arrays }: Container): ArrayBuffer {
  const index = arrays.map(({ path, shape }) => ({ path, shape }));
  const text = new TextEncoder().encode(JSON.stringify({ ...header, arrays: index }));
  const headerBytes = Math.ceil(text.length / 4) * 4;
  const values = arrays.reduce((sum, { data }) => sum + data.length, 0);
  const file = new ArrayBuffer(preamble + headerBytes + 4 * values);
  const view = new DataView(file);
  [magic, formatVersion, headerBytes].forEach((word, i) => {
    view.setUint32(4 * i, word, true);
  });
  new Uint8Array(file, preamble, headerBytes).fill(0x20).set(text);
  let offset = preamble + headerBytes;
  for (const { data } of arrays) {
    new Float32Array(file, offset, data.length).set(data);
    offset += data.byteLength;
  }
  return file;
}

const refuse = (what: string, next = 'Save the model again.'): never => {
  throw failure('ZBIO_BAD_FILE', `load: expected a zbio model file, received ${what}. ${next}`);
};

function readHeader(file: ArrayBuffer): { header: Record<string, unknown>; end: number } {
  if (file.byteLength < preamble) refuse(`${file.byteLength} bytes`);
  const view = new DataView(file);
  const [first, version, length] = [0, 4, 8].map((at) => view.getUint32(at, true)) as [
    number,
    number,
    number,
  ];
  if (first !== magic) refuse('a file of another kind');
  if (version !== formatVersion) {
    const next = version < formatVersion ? 'Fit the model again.' : 'Update zbio.';
    refuse(`format version ${version}; this zbio reads version ${formatVersion}`, next);
  }
  if (preamble + length > file.byteLength) refuse('a truncated one (the header is incomplete)');
  try {
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, preamble, length)));
    return { header, end: preamble + length };
  } catch {
    return refuse('one whose header is damaged');
  }
}

const isShape = (shape: unknown): shape is number[] =>
  Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size >= 0);

/**
 * Splits a file into its parts and checks that it is complete.
 *
 * @throws Error on a foreign, truncated or damaged file, or an unsupported format version.
 */
export function unpackContainer(file: ArrayBuffer): Container {
  const { header, end } = readHeader(file);
  const { arrays: index, ...rest } = header;
  if (!Array.isArray(index)) return refuse('one without a list of arrays');
  let offset = end;
  const arrays = index.map(({ path, shape }: { path: unknown; shape: unknown }) => {
    if (typeof path !== 'string' || !isShape(shape)) return refuse('one with a damaged list of arrays');
    const length = shape.reduce((a, b) => a * b, 1);
    if (offset + 4 * length > file.byteLength) refuse(`a truncated one ('${path}' is incomplete)`);
    const data = new Float32Array(file.slice(offset, offset + 4 * length));
    offset += 4 * length;
    return { path, shape, data };
  });
  if (offset !== file.byteLength) refuse(`${file.byteLength - offset} bytes too many`);
  return { header: rest, arrays };
}
