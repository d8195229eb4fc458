import type { H5 } from './h5.js';
import { userBlock } from './signature.js';

/** The bytes of a file. Positions are HDF5's: they don't count what precedes the file proper. */
export interface OpenBytes {
  read(at: number, length: number): Uint8Array;
  write(at: number, bytes: Uint8Array): void;
}

/** Opens a file of h5wasm's file system that HDF5 has closed, and changes bytes of it. */
export function withBytes({ Module: { FS } }: H5, path: string, change: (bytes: OpenBytes) => void): void {
  const stream = FS.open(path, 'r+');
  const readAt = (at: number, length: number) => {
    const block = new Uint8Array(length);
    return block.subarray(0, FS.read(stream, block, 0, length, at));
  };
  try {
    const start = userBlock(readAt) ?? 0;
    change({
      read: (at, length) => readAt(start + at, length),
      write: (at, bytes) => void FS.write(stream, bytes, 0, bytes.length, start + at),
    });
  } finally {
    FS.close(stream);
  }
}
