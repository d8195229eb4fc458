import { readFile, writeFile } from 'node:fs/promises';

/** Writes arrays one after the other as raw bytes, for numpy's `fromfile`. */
export async function writeArrays(
  path: string,
  arrays: readonly (Float32Array | Int32Array)[],
): Promise<void> {
  await writeFile(
    path,
    arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}

/** Reads float32 values that numpy's `tofile` wrote. */
export async function readFloats(path: string): Promise<Float32Array> {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
