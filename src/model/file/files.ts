import { badValue } from '../../check/errors.js';
import { nodeFiles } from '../../platform/nodeFiles.js';

const why = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads a file in Node. Throws RangeError with the reason that the operating system gives. */
export async function readBytes(argument: string, path: string): Promise<ArrayBuffer> {
  try {
    const { readFile } = nodeFiles();
    const bytes = await readFile(path);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  } catch (error) {
    throw badValue({ argument, expected: 'a file that can be read', received: `'${path}' (${why(error)})` });
  }
}

/** The bytes of a file, given as bytes, which are copied, or by a path (Node). */
export async function sourceBytes(source: ArrayBuffer | Uint8Array | string): Promise<ArrayBuffer> {
  if (typeof source === 'string') return readBytes('load: path', source);
  return new Uint8Array(source).slice().buffer;
}
