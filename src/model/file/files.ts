import { badType, failure } from '../../check/errors.js';
import { isArrayBuffer, shown } from '../../check/values.js';
import { nodeFiles } from '../../platform/nodeFiles.js';
import { isModelFile } from './container.js';

type File = Awaited<ReturnType<ReturnType<typeof nodeFiles>['open']>>;

/** Reads a file to its end: `readFile` of Node stops at 2 GiB. */
async function readWhole(file: File, size: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let done = 0; done < size; ) {
    const { bytesRead } = await file.read(bytes, done, Math.min(size - done, 2 ** 30), done);
    if (bytesRead === 0) return bytes.slice(0, done).buffer;
    done += bytesRead;
  }
  return bytes.buffer;
}

/** The bytes of an open file, or its first ones, if they show that it is of another kind: it may be huge. */
async function readOpen(file: File): Promise<ArrayBuffer> {
  const stats = await file.stat();
  if (stats.isCharacterDevice() || stats.isBlockDevice()) throw failure('ZBIO_BAD_PATH', 'it is a device');
  if (!stats.isFile()) return new Uint8Array(await file.readFile()).buffer;
  const head = await readWhole(file, Math.min(stats.size, 16));
  return isModelFile(head) ? readWhole(file, stats.size) : head;
}

/**
 * Reads a model file in Node.
 *
 * @throws Error (`ZBIO_BAD_PATH`) with the reason that the operating system gives.
 */
async function readBytes(path: string): Promise<ArrayBuffer> {
  let file: File | undefined;
  try {
    file = await nodeFiles().open(path);
    return await readOpen(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw failure('ZBIO_BAD_PATH', `load: '${path}' can't be read (${reason}). Check the path.`, { cause });
  } finally {
    await file?.close();
  }
}

/** The bytes of a file, given as bytes, which are copied, as a Blob (such as a File of a web page), or by a path (Node). */
export async function sourceBytes(source: ArrayBuffer | Uint8Array | Blob | string): Promise<ArrayBuffer> {
  if (typeof source === 'string') return readBytes(source);
  if (source instanceof Blob) return source.arrayBuffer();
  if (isArrayBuffer(source)) return new Uint8Array(source).slice().buffer;
  if (ArrayBuffer.isView(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice().buffer;
  }
  const expected = 'a path, an ArrayBuffer, a typed array or a Blob';
  throw badType({ argument: 'load: source', expected, received: shown(source) });
}
