import { badType, badValue, failure } from '../../check/errors.js';
import { shown } from '../../check/values.js';
import { inNode } from '../../platform/inNode.js';
import { nodeFiles } from '../../platform/nodeFiles.js';

/** A file to read: its path (in Node), its bytes, or a `Blob` such as the `File` of an `<input type="file">`. */
export type FileSource = string | Uint8Array | ArrayBuffer | Blob;

/** A file that is there, and how to read it. */
export interface OpenFile {
  /** The public function that reads it, for messages. */
  caller: string;
  /** Its path in quotes, or how many bytes it has, for messages. */
  name: string;
  /** Its size in bytes. */
  size: number;
  /** Its bytes from the start, piece after piece; every call starts anew. */
  pieces(): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

const pieceLength = 2 ** 18;

async function* piecesOfPath(path: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file = await nodeFiles().open(path);
  try {
    for (;;) {
      const { buffer, bytesRead } = await file.read(new Uint8Array(pieceLength), 0, pieceLength);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* piecesOfBytes(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
}

async function* piecesOfBlob(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < blob.size; at += pieceLength) {
    yield new Uint8Array(await blob.slice(at, at + pieceLength).arrayBuffer());
  }
}

async function openPath(caller: string, path: string): Promise<OpenFile> {
  const found = await nodeFiles()
    .stat(path)
    .catch(({ message }: Error) => {
      const received = `'${path}' (${message})`;
      throw badValue({ argument: `${caller}: source`, expected: 'a file that can be read', received });
    });
  if (found.isFile())
    return { caller, name: `'${path}'`, size: found.size, pieces: () => piecesOfPath(path) };
  const received = `'${path}', which is ${found.isDirectory() ? 'a folder' : 'a device, a pipe or a socket'}`;
  throw badValue({ argument: `${caller}: source`, expected: 'a file', received });
}

/**
 * Makes sure that a file is there.
 *
 * @throws TypeError if the source is none of {@link FileSource}; RangeError if no file is at the path.
 */
export async function openFile(caller: string, source: FileSource): Promise<OpenFile> {
  if (typeof source === 'string' && inNode()) return openPath(caller, source);
  if (source instanceof ArrayBuffer) return openFile(caller, new Uint8Array(source));
  const of = (size: number, pieces: OpenFile['pieces']): OpenFile => ({
    caller,
    name: `a file of ${size} bytes`,
    size,
    pieces,
  });
  if (source instanceof Uint8Array) {
    // A stream takes no memory that threads share.
    const bytes = source.buffer instanceof ArrayBuffer ? (source as Uint8Array<ArrayBuffer>) : source.slice();
    return of(bytes.length, () => piecesOfBytes(bytes));
  }
  if (source instanceof Blob) return of(source.size, () => piecesOfBlob(source));
  const expected = `${inNode() ? 'a path, ' : ''}a Uint8Array, an ArrayBuffer or a Blob`;
  throw badType({ argument: `${caller}: source`, expected, received: shown(source) });
}

/** The first bytes of a file. */
export async function headOf(file: OpenFile, length: number): Promise<Uint8Array> {
  try {
    for await (const piece of file.pieces()) return piece.subarray(0, length);
  } catch (cause) {
    throw unreadable(file, cause);
  }
  return new Uint8Array(0);
}

/** The error for a file that the system can't read. */
export function unreadable({ caller, name }: OpenFile, cause: unknown): Error {
  return failure('ZBIO_BAD_PATH', `${caller}: can't read ${name}: ${(cause as Error).message}.`, { cause });
}
