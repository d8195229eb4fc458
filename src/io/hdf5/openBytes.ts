import type { H5 } from './h5.js';
import { userBlock } from './signature.js';

/** The bytes of a file. Positions are HDF5's: they don't count what precedes the file proper. */
export interface OpenBytes {
  read(at: number, length: number): Uint8Array;
  write(at: number, bytes: Uint8Array): void;
}

/** Opens a file of h5wasm's file system, and reads or changes bytes of it. */
function withFile<T>({ Module: { FS } }: H5, path: string, flags: string, use: (bytes: OpenBytes) => T): T {
  const stream = FS.open(path, flags);
  const readAt = (at: number, length: number) => {
    const block = new Uint8Array(length);
    return block.subarray(0, FS.read(stream, block, 0, length, at));
  };
  try {
    const start = userBlock(readAt) ?? 0;
    return use({
      read: (at, length) => readAt(start + at, length),
      write: (at, bytes) => void FS.write(stream, bytes, 0, bytes.length, start + at),
    });
  } finally {
    FS.close(stream);
  }
}

/** Opens a file of h5wasm's file system, and reads bytes of it. */
export function readingBytes<T>(h5: H5, path: string, use: (read: OpenBytes['read']) => T): T {
  return withFile(h5, path, 'r', ({ read }) => use(read));
}

/** Opens a file of h5wasm's file system that HDF5 has closed, and changes bytes of it. */
export function withBytes(h5: H5, path: string, change: (bytes: OpenBytes) => void): void {
  withFile(h5, path, 'r+', change);
}
