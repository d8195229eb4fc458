const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** HDF5 allows a user block before the file proper, of 512 bytes or 512 times a power of two. */
const offsets = [0, 512, 1024, 2048, 4096];

/** The length of a user block before an HDF5 file; undefined if it isn't one. */
export function userBlock(readAt: (at: number, length: number) => Uint8Array): number | undefined {
  return offsets.find((offset) => {
    const found = readAt(offset, signature.length);
    return signature.every((byte, i) => found[i] === byte);
  });
}
